/**
 * The configuration of VitePress, which makes the site out of Markdown.
 *
 * @module
 */

import type { SidebarItem } from "./pages.ts";

/** The version of VitePress that makes the site. */
export const VITEPRESS = "npm:vitepress@^1.6.4";

/**
 * Writes the configuration.
 *
 * @param sidebar The sidebar.
 * @param base The path of the site on its host, such as `/qtasyncio/`.
 */
export function configuration(
  sidebar: readonly SidebarItem[],
  base: string,
): string {
  const settings = {
    title: "QtAsyncio for Deno",
    description: "Qt 6 from TypeScript, on one event loop with asyncio",
    lang: "en",
    base,
    // The reference comes after VitePress has checked links; this project's own check sees both.
    ignoreDeadLinks: ["/api/index"],
    markdown: { theme: { light: "github-light", dark: "github-dark" } },
    themeConfig: {
      search: { provider: "local" },
      outline: [2, 3],
      nav: [
        { text: "Tutorial", link: "/tutorial" },
        { text: "Gallery", link: "/gallery" },
        { text: "Reference", link: "/api/index.html", target: "_self" },
      ],
      sidebar,
    },
  };
  return `export default ${JSON.stringify(settings, null, 2)};\n`;
}
