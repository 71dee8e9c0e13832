//! Addresses that are not public and may be asked all the same: how they are written, and what lies in a network.
//! Knows nothing of which addresses are public.

use super::value::Setting;
use super::value::quoted;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use toml::de::DeValue;

/// Networks of one list at most; with more it is none.
const MAX_NETWORKS: usize = 256;

/// Which addresses that are not public may be asked all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd)]
pub enum AllowPrivate {
    /// None: the default, so that no feed or redirect can make this machine talk to its own network.
    #[default]
    Nothing,
    /// Every address.
    Everything,
    /// Public addresses and those in these networks.
    Networks(Vec<Network>),
}

impl Setting for AllowPrivate {
    const WANTED: &'static str = "true or false without quotes, or a list of addresses and networks such as [\"127.0.0.1\", \"10.0.0.0/8\"]";

    fn read(value: &DeValue<'_>) -> Option<Self> {
        if let Some(all) = value.as_bool() {
            return Some(match all {
                true => AllowPrivate::Everything,
                false => AllowPrivate::Nothing,
            });
        }
        let list = value.as_array().filter(|list| list.len() <= MAX_NETWORKS)?;
        let networks = list
            .iter()
            .map(|item| item.get_ref().as_str()?.parse().ok());
        networks.collect::<Option<_>>().map(AllowPrivate::Networks)
    }

    fn show(&self) -> String {
        match self {
            AllowPrivate::Nothing => "false".to_owned(),
            AllowPrivate::Everything => "true".to_owned(),
            AllowPrivate::Networks(list) => {
                let list: Vec<String> = list.iter().map(Network::to_string).collect();
                list.join(", ")
            }
        }
    }

    fn toml(&self) -> String {
        match self {
            AllowPrivate::Nothing | AllowPrivate::Everything => self.show(),
            AllowPrivate::Networks(list) => {
                let list: Vec<String> = list.iter().map(|one| quoted(&one.to_string())).collect();
                format!("[{}]", list.join(", "))
            }
        }
    }
}

/// A network in CIDR notation (`10.0.0.0/8`, `fd00::/8`), or a single address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub struct Network {
    base: IpAddr,
    prefix: u8,
}

/// What is wrong with a text that should be a network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a network: write an address or a prefix, such as 127.0.0.1 or 10.0.0.0/8")]
pub struct NetworkError(pub String);

impl Network {
    /// Whether `address` lies in it. A v4-mapped v6 address counts as its v4 address.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.base, address.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(a)) => {
                let shift = 32 - u32::from(self.prefix.min(32));
                let mask = u32::MAX.checked_shl(shift).unwrap_or(0);
                base.to_bits() & mask == a.to_bits() & mask
            }
            (IpAddr::V6(base), IpAddr::V6(a)) => {
                let shift = 128 - u32::from(self.prefix.min(128));
                let mask = u128::MAX.checked_shl(shift).unwrap_or(0);
                base.to_bits() & mask == a.to_bits() & mask
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = NetworkError;
    fn from_str(text: &str) -> Result<Network, NetworkError> {
        let refuse = || NetworkError(text.to_owned());
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let base: IpAddr = address.trim().parse().map_err(|_| refuse())?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(digits) => digits.trim().parse::<u8>().map_err(|_| refuse())?,
            None => most,
        };
        if prefix > most {
            return Err(refuse());
        }
        Ok(Network { base, prefix })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.base, self.prefix)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use toml::de::DeTable;

    #[test]
    fn a_switch_or_a_list_is_read_and_anything_else_is_not() {
        let check = |text: &str, expect: Option<&str>| {
            let text = format!("k = {text}");
            let table = DeTable::parse(&text).unwrap();
            let (_, value) = table.get_ref().iter().next().unwrap();
            let read = AllowPrivate::read(value.get_ref()).map(|allow| allow.show());
            assert_eq!(read.as_deref(), expect, "{text}");
        };
        check("true", Some("true"));
        check("false", Some("false"));
        check("[]", Some(""));
        check("['127.0.0.1', 'fd00::/8']", Some("127.0.0.1/32, fd00::/8"));
        check("['127.0.0.1', 7]", None);
        check("['10.0.0.0/33']", None);
        check("'127.0.0.1'", None);
    }
}
