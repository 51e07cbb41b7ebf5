// Prints the pages of a MyST site as plain HTML. MyST asks it for every page while it builds and keeps the answers.
const http = require("http");

const content = `http://localhost:${process.env.CONTENT_CDN_PORT}`;
const FOLDER = "/myst_assets_folder"; // what MyST replaces by the place of the site's files

const VIDEO = /\.(mp4|webm|mov)$/;
const escaped = (text) => String(text ?? "").replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const address = (url) => escaped(url.startsWith("/") ? FOLDER + url : url);

const TAGS = {
  text: (node) => escaped(node.value),
  paragraph: (_node, inside) => `<p>${inside}</p>`,
  heading: (node, inside) => `<h${node.depth}>${inside}</h${node.depth}>`,
  container: (_node, inside) => `<figure>${inside}</figure>`,
  caption: (_node, inside) => `<figcaption>${inside}</figcaption>`,
  link: (node, inside) => `<a href="${address(node.url)}">${inside}</a>`,
  image: (node) =>
    VIDEO.test(node.url)
      ? `<video controls src="${address(node.url)}" title="${escaped(node.alt)}"></video>`
      : `<img src="${address(node.url)}" alt="${escaped(node.alt)}">`,
};

function html(node) {
  const inside = (node.children ?? []).map(html).join("");
  return TAGS[node.type]?.(node, inside) ?? inside;
}

async function answer(request, response) {
  const path = request.url.replace(/\/$/, "") || "/index";
  if (/\.(txt|css|xml|xsl|ico)$/.test(path)) return response.end("");
  const page = await fetch(`${content}/content${path.replace(/\.json$/, "")}.json`);
  if (path.endsWith(".json")) return response.end(await page.text());
  const { frontmatter, mdast } = await page.json();
  response.setHeader("content-type", "text/html; charset=utf-8");
  const head = `<meta charset="utf-8"><link rel="icon" href="data:,"><title>${escaped(frontmatter.title)}</title>`;
  return response.end(`<!DOCTYPE html><html lang="en">${head}${html(mdast)}</html>`);
}

http.createServer((request, response) => {
  answer(request, response).catch((error) => {
    response.statusCode = 500;
    response.end(String(error));
  });
}).listen(process.env.PORT, () => console.log(`Server started on http://localhost:${process.env.PORT}`));
