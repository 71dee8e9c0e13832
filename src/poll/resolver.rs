//! Names to addresses, with the refused ones left out: the connection is made to what was checked,
//! so a name cannot change its address in between. Hosts that are written as addresses never come here.

use super::params::Names;
use crate::config::AllowPrivate;
use reqwest::dns::Addrs;
use reqwest::dns::Name;
use reqwest::dns::Resolve;
use reqwest::dns::Resolving;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::sync::Arc;

/// A host all of whose addresses are refused; travels through the HTTP library's errors and is found again by type.
#[derive(Debug, thiserror::Error)]
#[error("{0} is not a public address")]
pub(super) struct Refused(pub IpAddr);

/// A resolver behind the address check.
pub(super) struct GuardedResolver {
    allow: Arc<AllowPrivate>,
    names: Names,
}

impl GuardedResolver {
    pub(super) fn new(allow: AllowPrivate, names: Names) -> GuardedResolver {
        GuardedResolver {
            allow: Arc::new(allow),
            names,
        }
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (allow, names) = (Arc::clone(&self.allow), self.names.clone());
        Box::pin(async move {
            let found: Vec<SocketAddr> = match names {
                // Port 0 stands for the port of the URL.
                Names::System => tokio::net::lookup_host((name.as_str(), 0)).await?.collect(),
                Names::Fixed(table) => match table.get(name.as_str()) {
                    Some(address) => vec![*address],
                    None => return Err("nobody here knows the name".into()),
                },
            };
            let permitted = permitted(found, &allow)?;
            let addresses: Addrs = Box::new(permitted.into_iter());
            Ok(addresses)
        })
    }
}

fn permitted(found: Vec<SocketAddr>, allow: &AllowPrivate) -> Result<Vec<SocketAddr>, Refused> {
    let (good, bad): (Vec<_>, Vec<_>) = found.into_iter().partition(|a| allow.permits(a.ip()));
    match bad.first() {
        Some(first) if good.is_empty() => Err(Refused(first.ip())),
        _ => Ok(good),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn refused_addresses_are_left_out_and_if_none_is_left_the_host_is_refused() {
        let check = |found: &[&str], expect: Result<&[&str], &str>| {
            let parse = |list: &[&str]| -> Vec<SocketAddr> {
                list.iter()
                    .map(|a| SocketAddr::new(a.parse().unwrap(), 0))
                    .collect()
            };
            let got = permitted(parse(found), &AllowPrivate::Nothing);
            let expect = expect.map(parse).map_err(|a| a.parse::<IpAddr>().unwrap());
            assert_eq!(got.map_err(|refused| refused.0), expect);
        };
        check(&["8.8.8.8"], Ok(&["8.8.8.8"]));
        check(&["10.0.0.1", "8.8.8.8", "::1"], Ok(&["8.8.8.8"]));
        check(&["10.0.0.1", "::1"], Err("10.0.0.1"));
        check(&[], Ok(&[]));
    }
}
