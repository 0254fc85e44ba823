//! Which addresses are those of this machine or of its own network. A page of a
//! book could name one to learn, from a build server, what answers there.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, ToSocketAddrs};
use url::Url;

/// Whether a host is near, or one of its addresses is. A name that nobody knows is not.
pub(super) fn is_near(url: &Url) -> bool {
    let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else { return true };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    (host, port).to_socket_addrs().is_ok_and(|mut all| all.any(|address| near(address.ip())))
}

fn near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => near_v4(address),
        IpAddr::V6(address) => address.to_ipv4_mapped().map_or_else(|| near_v6(address), near_v4),
    }
}

fn near_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    let shared = first == 100 && second & 0xc0 == 64;
    address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_multicast()
        || first == 0
        || shared
}

fn near_v6(address: Ipv6Addr) -> bool {
    address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || address.is_unique_local()
        || address.is_unicast_link_local()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_and_its_network_are_near() {
        for url in [
            "http://127.0.0.1/",
            "http://localhost:8080/",
            "http://10.1.2.3/",
            "http://192.168.0.1/",
            "http://169.254.169.254/latest/",
            "http://100.64.0.1/",
            "http://0.0.0.0/",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://[fd00::1]/",
            "http://2130706433/",
        ] {
            assert!(is_near(&Url::parse(url).unwrap()), "{url}");
        }
        for url in ["http://192.0.2.1/", "http://[2001:db8::1]/", "https://8.8.8.8/"] {
            assert!(!is_near(&Url::parse(url).unwrap()), "{url}");
        }
    }
}
