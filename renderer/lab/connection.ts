import { ref } from "vue";

/**
 * How a page in a browser stands to its lab; in the window it is always open. `refused`: the lab was started anew, and the page
 * needs the address that it printed.
 */
export const connection = ref<"open" | "lost" | "refused">("open");

/** Whether this page is in a browser, without a desktop's menu around it. */
export const inBrowser = !("lab" in window);
