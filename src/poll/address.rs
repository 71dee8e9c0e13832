//! Which network addresses may be connected to: public ones, and private ones that were named.
//! Pure; knows nothing of names or connections.

use crate::config::AllowPrivate;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;

impl AllowPrivate {
    /// Whether a connection to `address` may be made.
    pub fn permits(&self, address: IpAddr) -> bool {
        let inner = embedded(address);
        match self {
            AllowPrivate::Nothing => is_public(address),
            AllowPrivate::Everything => true,
            AllowPrivate::Networks(list) => {
                is_public(address) || list.iter().any(|network| network.contains(inner))
            }
        }
    }
}

/// Whether `address` is one that the public internet routes to a single host, after the IANA special-purpose registries.
pub fn is_public(address: IpAddr) -> bool {
    match embedded(address) {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

/// The address that is really reached: v4-mapped and NAT64 addresses stand for the v4 address inside them.
/// NAT64 is unwrapped, not refused: on a v6-only network every v4 host is seen through it.
fn embedded(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.segments() {
            [0, 0, 0, 0, 0, 0xffff, hi, lo] | [0x64, 0xff9b, 0, 0, 0, 0, hi, lo] => {
                let bits = (u32::from(hi) << 16) | u32::from(lo);
                IpAddr::V4(Ipv4Addr::from_bits(bits))
            }
            _ => address,
        },
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let special = match v4.octets() {
        // This host, private, loopback.
        [0 | 10 | 127, ..] => true,
        // Carrier-grade NAT.
        [100, b, ..] => (64..128).contains(&b),
        // Link-local, where clouds keep their metadata services.
        [169, 254, ..] => true,
        [172, b, ..] => (16..32).contains(&b),
        // Protocol assignments, documentation, 6to4 relays, private.
        [192, 0, 0 | 2, _] | [192, 88, 99, _] | [192, 168, ..] => true,
        // Benchmarks, documentation.
        [198, 18 | 19, ..] | [198, 51, 100, _] | [203, 0, 113, _] => true,
        // Multicast, reserved, broadcast.
        [224..=255, ..] => true,
        _ => false,
    };
    !special
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    match v6.segments() {
        // Protocol assignments: Teredo, benchmarks, ORCHID and others.
        [0x2001, b, ..] if b < 0x200 => false,
        // Documentation.
        [0x2001, 0xdb8, ..] => false,
        [0x3fff, b, ..] if b < 0x1000 => false,
        // 6to4 wraps a v4 address and has no honest use any more.
        [0x2002, ..] => false,
        // Global unicast; whatever lies outside it is local, multicast, unassigned or a trick.
        [a, ..] => a & 0xe000 == 0x2000,
    }
}
