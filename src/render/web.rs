//! Files for programs that read the web: feeds, lists of pages, rules for crawlers.

/// Where the feed lies.
pub(super) const FEED: &str = "feed.xml";
