//! Which addresses count as public, and what opens the others.

use crate::poll::AllowPrivate;
use crate::poll::Network;
use crate::poll::is_public;

#[test]
fn only_public_addresses_are_public() {
    let check = |text: &str, expect: bool| {
        assert_eq!(is_public(text.parse().unwrap()), expect, "{text}");
    };
    for public in [
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "192.167.255.255",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2606:4700:4700::1111",
        "2a00:1450:4001::1",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
    ] {
        check(public, true);
    }
    for blocked in [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::10.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.1.2.3",
        "::ffff:169.254.169.254",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "ffff::1",
    ] {
        check(blocked, false);
    }
}

#[test]
fn named_networks_are_permitted_and_no_others() {
    let networks = ["127.0.0.1", "10.0.0.0/8", "fd00::/8"];
    let allow = AllowPrivate::Networks(networks.iter().map(|n| n.parse().unwrap()).collect());
    let check = |text: &str, expect: bool| {
        assert_eq!(allow.permits(text.parse().unwrap()), expect, "{text}");
    };
    check("127.0.0.1", true);
    check("127.0.0.2", false);
    check("::1", false);
    check("10.200.0.1", true);
    check("::ffff:10.200.0.1", true);
    check("64:ff9b::10.200.0.1", true);
    check("192.168.0.1", false);
    check("fd12::1", true);
    check("fe80::1", false);
    check("8.8.8.8", true);
    assert!(AllowPrivate::Everything.permits("::1".parse().unwrap()));
    assert!(!AllowPrivate::Nothing.permits("::1".parse().unwrap()));
}

#[test]
fn networks_are_read_or_refused() {
    let check = |text: &str, expect: Option<&str>| {
        let read = text.parse::<Network>().ok().map(|n| n.to_string());
        assert_eq!(read.as_deref(), expect, "{text}");
    };
    check("10.0.0.0/8", Some("10.0.0.0/8"));
    check("127.0.0.1", Some("127.0.0.1/32"));
    check("::/0", Some("::/0"));
    check("10.0.0.0/33", None);
    check("10.0.0.0/", None);
    check("10.0.0/8", None);
    check("localhost", None);
    check("", None);
    let everything: Network = "0.0.0.0/0".parse().unwrap();
    assert!(everything.contains("203.0.113.9".parse().unwrap()));
}
