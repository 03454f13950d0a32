"""How the tests drive Debian's Chromium."""

from pathlib import Path

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = next(Path(__file__).parents[1].glob("vendor/axe-*/axe.min.js"))
RULES = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, {
    runOnly: { type: "tag", values: tags }, rules: { "target-size": { enabled: true } },
  });
  return found.violations.map((v) => `${v.id}: ${v.nodes[0].html}`);
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def violations(page):
    """What axe holds against the page, [] when nothing."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RULES)
