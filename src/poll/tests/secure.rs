//! Encrypted connections: whom they are made to, whom they are refused, and what they carry.

use super::body;
use super::client_with;
use super::none;
use super::params;
use super::tls::Authority;
use super::tls::Keeper;
use super::tls::plainly;
use super::tls::self_signed;
use crate::config::Access;
use crate::poll::Client;
use crate::poll::FetchError;
use crate::poll::Manners;
use crate::poll::Names;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use url::Url;

/// A client for which all these names are at one address.
fn knowing(names: &[&str], address: SocketAddr) -> Client {
    let table: HashMap<String, SocketAddr> = names
        .iter()
        .map(|name| (name.to_string(), address))
        .collect();
    let mut params = params();
    params.names = Names::Fixed(Arc::new(table));
    client_with(params)
}

fn trusting(client: &Client, authority: &Authority, proxy: Option<&str>) -> Manners {
    let access = Access {
        ca_file: Some(authority.file()),
        proxy: proxy.map(|url| Url::parse(url).unwrap()),
        ..Access::default()
    };
    let home = Url::parse("https://a.example/feed").unwrap();
    client.manners(&home, &access).unwrap()
}

#[tokio::test]
async fn a_certificate_is_believed_where_its_signer_is_trusted_its_name_fits_and_its_time_has_come()
{
    crate::poll::install_tls();
    let authority = Authority::new("ours");
    let stranger = Authority::new("a stranger's");
    let good = |authority: &Authority| authority.acceptor("a.example", "http/1.1", |_| {});
    let check = async |acceptor: TlsAcceptor, expect: Option<&str>| {
        let server = Keeper::start(Some(acceptor), "<rss/>").await;
        let client = knowing(&["a.example"], server.address);
        let manners = trusting(&client, &authority, None);
        let got = client
            .feed_as(
                Url::parse("https://a.example/feed").unwrap(),
                &none(),
                &manners,
            )
            .await;
        match expect {
            None => {
                assert_eq!(body(got.unwrap()).bytes, b"<rss/>");
                assert_eq!(server.asked(), ["GET /feed HTTP/1.1"]);
            }
            Some(words) => {
                let error = got.unwrap_err();
                assert_eq!(error.name(), "tls", "{error}");
                assert!(error.to_string().contains(words), "{error}");
                assert_eq!(server.asked(), [""; 0]);
            }
        }
    };
    check(good(&authority), None).await;
    check(good(&stranger), Some("signed by nobody")).await;
    check(self_signed("a.example"), Some("signed by nobody")).await;
    check(
        authority.acceptor("b.example", "http/1.1", |_| {}),
        Some("another name"),
    )
    .await;
    let expired = authority.acceptor("a.example", "http/1.1", |params| {
        params.not_before = rcgen::date_time_ymd(2019, 1, 1);
        params.not_after = rcgen::date_time_ymd(2020, 1, 1);
    });
    check(expired, Some("has expired")).await;
    let early = authority.acceptor("a.example", "http/1.1", |params| {
        params.not_before = rcgen::date_time_ymd(2999, 1, 1);
        params.not_after = rcgen::date_time_ymd(3000, 1, 1);
    });
    check(early, Some("not valid yet")).await;
}

#[tokio::test]
async fn an_authority_is_trusted_for_the_feeds_that_name_it_and_for_no_others() {
    let authority = Authority::new("ours");
    let acceptor = authority.acceptor("a.example", "http/1.1", |_| {});
    let server = Keeper::start(Some(acceptor), "<rss/>").await;
    let client = knowing(&["a.example"], server.address);
    let error = client
        .feed("https://a.example/feed", &none())
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::Tls { .. }), "{error}");
    assert_eq!(server.asked(), [""; 0]);
}

#[tokio::test]
async fn a_host_that_speaks_no_tls_is_named() {
    let server = Keeper::start(None, "").await;
    let client = knowing(&["a.example"], server.address);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let url = format!("https://a.example:{}/", address.port());
    let error = client.feed(&url, &none()).await.unwrap_err();
    assert_eq!(error.name(), "tls", "{error}");
}

#[tokio::test]
async fn requests_to_one_host_share_a_connection_over_either_http() {
    let authority = Authority::new("ours");
    for (protocol, first) in [("http/1.1", "GET /0 HTTP/1.1"), ("h2", "HTTP/2.0 /0")] {
        let acceptor = authority.acceptor("a.example", protocol, |_| {});
        let server = Keeper::start(Some(acceptor), "<rss/>").await;
        let client = knowing(&["a.example"], server.address);
        let manners = trusting(&client, &authority, None);
        for n in 0..4 {
            let url = format!("https://a.example/{n}");
            let page = body(
                client
                    .feed_as(Url::parse(&url).unwrap(), &none(), &manners)
                    .await
                    .unwrap(),
            );
            assert_eq!(page.bytes, b"<rss/>");
        }
        assert_eq!(server.asked().len(), 4);
        assert_eq!(server.asked()[0], first);
        assert_eq!(server.connections.load(Ordering::SeqCst), 1, "{protocol}");
    }
    let server = Keeper::start(None, "<rss/>").await;
    let client = knowing(&["a.example", "b.example"], server.address);
    for url in [
        "http://a.example/1",
        "http://b.example/2",
        "http://a.example/3",
    ] {
        client.feed(url, &none()).await.unwrap();
    }
    assert_eq!(
        server.asked(),
        ["GET /1 HTTP/1.1", "GET /2 HTTP/1.1", "GET /3 HTTP/1.1"]
    );
    // One for each name, though both are at one address.
    assert_eq!(server.connections.load(Ordering::SeqCst), 2);
}

/// A SOCKS5 proxy, or one for CONNECT, that answers for every host itself; and what it was told to connect to.
async fn proxy(socks: bool, tls: Option<TlsAcceptor>) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (log, tls) = (log.clone(), tls.clone());
            tokio::spawn(async move {
                if socks {
                    let mut greeting = [0; 2];
                    stream.read_exact(&mut greeting).await.unwrap();
                    let mut methods = vec![0; usize::from(greeting[1])];
                    stream.read_exact(&mut methods).await.unwrap();
                    stream.write_all(&[5, 0]).await.unwrap();
                    let mut head = [0; 5];
                    stream.read_exact(&mut head).await.unwrap();
                    // 3 is a name, which is then the proxy's to resolve.
                    assert_eq!(head[..4], [5, 1, 0, 3]);
                    let mut rest = vec![0; usize::from(head[4]) + 2];
                    stream.read_exact(&mut rest).await.unwrap();
                    let (name, port) = rest.split_at(rest.len() - 2);
                    let port = u16::from_be_bytes([port[0], port[1]]);
                    let name = String::from_utf8_lossy(name);
                    log.lock().unwrap().push(format!("{name}:{port}"));
                    let done = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0];
                    stream.write_all(&done).await.unwrap();
                } else {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        head.push(stream.read_u8().await.unwrap());
                    }
                    let head = String::from_utf8_lossy(&head).into_owned();
                    log.lock()
                        .unwrap()
                        .push(head.lines().next().unwrap().to_owned());
                    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
                }
                match tls {
                    Some(tls) => plainly(tls.accept(stream).await.unwrap(), &log, "<rss/>").await,
                    None => plainly(stream, &log, "<rss/>").await,
                }
            });
        }
    });
    (address, asked)
}

#[tokio::test]
async fn proxies_resolve_the_names_and_carry_what_they_cannot_read() {
    let authority = Authority::new("ours");
    let tls = || authority.acceptor("a.example", "http/1.1", |_| {});
    for (socks, tls, url, expect) in [
        (true, None, "http://a.example/feed", "a.example:80"),
        (true, Some(tls()), "https://a.example/feed", "a.example:443"),
        (
            false,
            Some(tls()),
            "https://a.example/feed",
            "CONNECT a.example:443 HTTP/1.1",
        ),
    ] {
        let (address, asked) = proxy(socks, tls).await;
        // Nobody here knows the name: were it looked up here, the poll would fail.
        let client = knowing(&[], address);
        let scheme = if socks { "socks5" } else { "http" };
        let manners = trusting(&client, &authority, Some(&format!("{scheme}://{address}")));
        let page = client
            .feed_as(Url::parse(url).unwrap(), &none(), &manners)
            .await
            .unwrap();
        assert_eq!(body(page).bytes, b"<rss/>");
        assert_eq!(*asked.lock().unwrap(), [expect, "GET /feed HTTP/1.1"]);
    }
}
