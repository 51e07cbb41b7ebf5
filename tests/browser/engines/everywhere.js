// Opens the article in a frame, as wide as it is wanted, uses it as a reader does, and returns what a test asks about.
// The test says the slug of a clip that is asked about, and the letter of a wrong answer: SLUG and WRONG.

const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const frame = document.createElement("iframe");
frame.style.border = "0";
document.body.replaceChildren(frame);

async function until(find) {
  for (let i = 0; i < 200; i += 1, await wait(50)) {
    const found = find();
    if (found) return found;
  }
  throw new Error(`not within ten seconds: ${find}`);
}

async function open(address, width, height) {
  resize(width, height);
  const loaded = new Promise((go) => frame.addEventListener("load", go, { once: true }));
  frame.src = address;
  await loaded;
  return frame.contentDocument;
}

function resize(width, height) {
  [frame.width, frame.height] = [width, height];
}

const facts = {};
const page = await open("index.html", 375, 667);
const all = (selector, within = page) => [...within.querySelectorAll(selector)];
const one = (selector, within = page) => within.querySelector(selector);
const box = (element) => element.getBoundingClientRect();
const seen = (selector, within = page) => all(selector, within).filter((e) => e.checkVisibility({ visibilityProperty: true }));
const style = (element) => frame.contentWindow.getComputedStyle(element);
const named = (name, within) => all("button", within).find(({ textContent }) => textContent === name);
const goTo = (element) => element.scrollIntoView({ behavior: "instant" });

await page.fonts.ready;
facts.typefaces = [...page.fonts].filter(({ family }) => family.includes("Libertinus")).map(({ status }) => status);
facts.posters = seen("figure.run .poster").length - all("figure.run").length;
facts.blurred = all("figure.run :is(.picture *, .caption)").filter((e) => style(e).filter.includes("blur")).length;
facts.unfolded = all("main details[open]:not(.code)").length;

const stops = ":is(a[href], button, input, select, summary, [tabindex='0'])";
all(`:is(.question, figure.run) ${stops}`).forEach((stop) => stop.focus({ preventScroll: true }));
facts.endsOnTheWay = seen("figure.run :is(.last, .badge)").length;

const [question, figure] = [one(`#question-${SLUG}`), one(`#clip-${SLUG}`)];
one(`[type=radio][value=${WRONG}]`, question).click();
one("[type=submit]", question).click();
await wait(100);
facts.wrongAnswer = { ends: seen(".last, .badge", figure).length, told: one("[role=status]", question).textContent };

facts.screens = {};
facts.tables = {};
all("details.numbers").forEach((numbers) => (numbers.open = true));
await measure(375, 667);
named("Contents").click();
await wait(100);
facts.contentsAsked = seen(".contents a").length;
one(".contents").hidePopover();
resize(1280, 720);
await measure(1280, 720);
facts.middles = all("main section > :is(p, figure, h2)").map(box).filter(({ width }) => width > 1)
  .map(({ left, right }) => (left + right) / 2);

async function measure(width, height) {
  const wide = () => all(".scroll, .formula").filter((e) => e.scrollWidth > e.clientWidth);
  frame.contentWindow.scrollTo({ top: 0, behavior: "instant" });
  await until(() => wide().every((e) => e.tabIndex === 0)); // which an observer sees to
  facts.screens[width] = {
    low: Math.max(...seen(".cover *").map((e) => box(e).bottom)) - height,
    over: page.documentElement.scrollWidth - width,
    words: Math.max(...all("figure.run").map((e) => box(one(".caption", e)).top - box(one(".picture", e)).bottom)),
    contents: seen(".contents").length,
    button: seen(".to-contents").length,
  };
  facts.tables[width] = {
    cut: wide().filter((e) => e.matches(width > 1000 ? ".scroll" : ".numbers .scroll")).map((e) => e.ariaLabel),
    shadows: [...new Set(wide().map((e) => style(e).backgroundAttachment))],
    broken: all(".compare :is(data, .unit)").filter((e) => e.getClientRects().length > 1).length,
  };
}

async function play(id) {
  goTo(page.getElementById(id));
  const root = await until(() => one(`#${id} .playground:has(.bench path)`));
  await wait(200);
  goTo(page.getElementById(id));
  return root;
}
const curve = await play("play-parabola");
const step = () => Number(one(".readings data", curve).value);
facts.here = (await until(() => one(".contents [aria-current=location]"))).hash;
facts.fields = all(".field input", curve).map(({ value }) => value);
const field = one(".field input", curve);
field.focus();
field.value = "7";
field.dispatchEvent(new Event("change", { bubbles: true }));
const fault = one(".fault", field.parentElement);
facts.fault = { told: fault.textContent, apart: box(fault).top - box(field).bottom };
named("Run", curve).click();
await until(() => step() > 5);
named("Reset", curve).click();
facts.reset = step();
named("Step", curve).click();
await until(() => step() > 0);
await wait(400);
facts.stepAfterReset = step();
named("Break it", curve).click();
named("Run until it overflows", curve).click();
await wait(100);
facts.overflow = { step: step(), over: named("Step", curve).ariaDisabled };
named("Copy a link to this setting", curve).click();
facts.copied = await until(() => seen(".shared", curve).find((e) => e.textContent && box(e).height > 0)?.textContent);

const valley = await play("play-valley");
const played = [".canvas", ".slider", ".transport", ".verdict-part", ".choice", ".extras"];
const shape = () => {
  const { width, height } = all(".view .contour", valley)[4].getBBox();
  return width / height;
};
await until(() => all(".view .contour", valley)[4]);
facts.valley = {
  height: Math.max(...played.flatMap((name) => seen(name, valley)).map((e) => box(e).bottom)) - box(valley).top,
  tops: all(".pictures .canvas", valley).map((e) => box(e).top),
  slanted: shape(),
};
named("Standard units", valley).click();
await until(() => Math.abs(shape() - 1) < 0.01);

facts.frames = {};
for (const name of ["parabola", "houses"]) {
  const alone = await open(`embed/playground_${name}.html`, 640, 480);
  await until(() => one(".view path", alone));
  const { scrollHeight, scrollWidth } = alone.documentElement;
  facts.frames[name] = [scrollWidth, scrollHeight, seen(".slider", alone).length];
}

const both = await open("both.html", 1280, 720);
const poster = one(".poster", both);
goTo(poster);
facts.theme = [
  (await until(() => poster.currentSrc)).endsWith(".light.jpg"),
  frame.contentWindow.matchMedia("(prefers-color-scheme: light)").matches,
];
return facts;
