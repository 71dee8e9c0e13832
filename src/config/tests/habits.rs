//! What a feed may say beside its address, and what its outlet's table and the defaults say for it.

use super::*;

#[test]
fn the_nearest_word_counts() {
    let config = load(
        "[feed_defaults]\nfull_text = 'never'\nheaders = { X-A = 'all', X-B = 'all' }\nexclude = { title = ['advert'] }\n\
         [outlets.'B News']\nconditional = false\ntoken_from = 'env:B_TOKEN'\nheaders = { x-b = 'b' }\n\
         [[feeds]]\nurl = 'https://a.example/'\ngroups = ['World', 'North']\n\
         [[feeds]]\nurl = 'https://b.example/'\noutlet = 'B News'\nfull_text = 'always'\nuser = 'me'\npassword_from = 'credential:b'\n",
    )
    .unwrap();
    let [a, b] = &config.feeds[..] else { panic!() };
    assert_eq!(a.groups, ["World", "North"]);
    assert_eq!((a.full_text, a.conditional), (FullText::Never, true));
    assert_eq!((b.full_text, b.conditional), (FullText::Always, false));
    assert_eq!(b.exclude.title, ["advert"]);
    let plain = |name: &str, value: &str| (name.to_owned(), Header::Plain(value.to_owned()));
    assert_eq!(a.access.headers, [plain("x-a", "all"), plain("x-b", "all")]);
    assert_eq!(b.access.headers, [plain("x-b", "b"), plain("x-a", "all")]);
    assert_eq!(
        b.access.password,
        Some(SecretFrom::Credential("b".to_owned()))
    );
    assert_eq!(
        (b.access.user.as_deref(), &b.access.token),
        (Some("me"), &None)
    );
}

#[test]
fn faults_are_told_where_they_stand() {
    let feed = |lines: &str| format!("[[feeds]]\nurl = 'https://b.example/'\n{lines}");
    check(
        &feed("token_from = 'hunter2'"),
        &[(3, 14, "not the secret itself")],
    );
    check(
        &feed("password_from = 'env:A'\ntoken_from = 'env:B'"),
        &[(4, 14, "leave one out")],
    );
    check(&feed("proxy = 'ftp://x'"), &[(3, 9, "socks5://")]);
    check(
        &feed("headers = { 'a b' = 'x' }"),
        &[(3, 13, "no header name")],
    );
    check(
        &feed("headers = { Authorization = 'x' }"),
        &[(3, 13, "password_from")],
    );
    check(&feed("headers = 'x'"), &[(3, 11, "must be a table")]);
    check(
        &feed("include = { titel = ['x'] }"),
        &[(3, 13, "the keys here are title, url")],
    );
    check(
        &feed("exclude = { title = 'x' }"),
        &[(3, 21, "must be a list")],
    );
    check(
        &feed("exclude = { title = [' '] }"),
        &[(3, 21, "not empty")],
    );
    check(&feed("groups = 'World'"), &[(3, 10, "a list of texts")]);
    check(
        "[feed_defaults]\nurl = 'x'",
        &[(2, 1, "it belongs in a [[feeds]] table")],
    );
    check(
        "[outlets.B]\nintervall = '1h'",
        &[(2, 1, "did you mean 'interval'?")],
    );
    check("outlets = { B = 1 }", &[(1, 17, "headed [outlets")]);
}

#[test]
fn a_secret_is_found_where_it_is_said_to_be_and_never_shown() {
    // PATH is set wherever tests run.
    let secret = SecretFrom::Environment("PATH".to_owned())
        .resolve()
        .unwrap();
    assert_eq!(format!("{secret:?}"), "(secret)");
    assert!(!secret.reveal().is_empty());
    let missing = SecretFrom::Environment("SAYSO_NO_SUCH_SECRET".to_owned());
    assert!(
        missing
            .resolve()
            .unwrap_err()
            .contains("SAYSO_NO_SUCH_SECRET is not set")
    );
    for text in ["env:", "env:a b", "file:/x", "credential:../x", "plain"] {
        assert_eq!(SecretFrom::parse(text), None, "{text}");
    }
}
