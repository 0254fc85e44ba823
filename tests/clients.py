"""Do programs that nobody here wrote read what the site says of itself? Arguments: the
folder of a site that was built with an address, and that address."""
import json
import pathlib
import sys
import xml.etree.ElementTree as xml

import extruct
import feedparser

site, url = pathlib.Path(sys.argv[1]), sys.argv[2]
checked = 0


def file_of(address):
    assert address.startswith(url), address
    return site / (address[len(url):].split("#")[0] or "index.html")


feed = feedparser.parse((site / "feed.xml").read_bytes())
assert not feed.bozo, feed.get("bozo_exception")
assert feed.version == "atom10" and feed.feed.title and feed.feed.updated_parsed
assert feed.entries and len({entry.id for entry in feed.entries}) == len(feed.entries), "ids are unique"
for entry in feed.entries:
    assert entry.title and entry.updated_parsed and file_of(entry.link).is_file(), entry.link
    checked += 1

space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
pages = [loc.text for loc in xml.parse(site / "sitemap.xml").getroot().iter(space + "loc")]
assert len(pages) == len(set(pages)) > 100
for page in pages:
    assert file_of(page).is_file(), page
assert (site / "robots.txt").read_text().endswith(f"Sitemap: {url}sitemap.xml\n")

wanted = {
    "index.html": "WebSite", "glossary/index.html": "DefinedTermSet", "glossary/caching.html": "DefinedTerm",
    "paths/data-and-privacy-together.html": "Course", "modules/why-the-old-page-is-still-there.html": "LearningResource",
    "quizzes/why-the-old-page-is-still-there.html": "Quiz",
}
for page, kind in wanted.items():
    found = extruct.extract((site / page).read_text(), base_url=url + page, syntaxes=["json-ld", "opengraph"])
    things = found["json-ld"][0]["@graph"]
    assert kind in [thing["@type"] for thing in things], (page, things)
    assert all(thing["@id"].startswith(url) for thing in things), page
    shown = dict(found["opengraph"][0]["properties"])
    assert shown["og:title"] and shown["og:url"] == url + page and shown["og:type"] and shown["og:site_name"], shown
    checked += 1

terms = json.loads((site / "terms.json").read_text())
assert all(term["names"] and term["definition"] and (site / term["url"]).is_file() for term in terms["terms"])
manifest = json.loads((site / "site.webmanifest").read_text())
assert (site / manifest["start_url"]).is_file() and all((site / icon["src"]).is_file() for icon in manifest["icons"])
print(f"checked {checked} things")
