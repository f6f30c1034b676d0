import type { Page } from "@playwright/test";

/**
 * The layout problems of the window as it is now: a page that scrolls sideways, texts that are cut off without a
 * sign, controls that overlap, or that no scrolling can reach.
 */
export function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const faults: string[] = [];
    const nameOf = (element: Element) => {
      const text = element.getAttribute("aria-label") ?? element.textContent?.trim().slice(0, 40) ?? "";
      return `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> "${text}"`;
    };
    const isSeen = (element: Element) =>
      element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
      element.getClientRects().length > 0 &&
      !element.closest(".visually-hidden, [aria-hidden=true], [inert]");

    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth} wide in ${clientWidth}`);

    const modal = [...document.querySelectorAll("[aria-modal=true]")].find(isSeen);
    const seen = (selector: string) =>
      [...(modal ?? document.body).querySelectorAll<HTMLElement>(selector)].filter(isSeen);

    // Texts. An ellipsis is no problem if a hint shows the whole text, or in a select, whose list shows it.
    const isExplained = (element: Element) =>
      element.closest("[title], [aria-label], input, textarea, .el-select") !== null;
    for (const element of seen("*")) {
      const { overflowX, display } = getComputedStyle(element);
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== "",
      );
      const isClipped = overflowX === "hidden" || overflowX === "clip";
      if (hasText && display !== "inline" && element.scrollWidth > element.clientWidth + 1) {
        if (isClipped ? !isExplained(element) : overflowX === "visible")
          faults.push(`text ${isClipped ? "cut" : "out of its box"}: ${nameOf(element)}`);
      }
      if (!hasText) continue;
      // A box around it may cut it as well.
      const own = element.getBoundingClientRect();
      for (let around = element.parentElement; around; around = around.parentElement) {
        const style = getComputedStyle(around);
        if (style.position === "fixed") break;
        if (style.overflowX === "visible") continue;
        const box = around.getBoundingClientRect();
        const out = Math.max(own.right - box.right, box.left - own.left);
        if (style.overflowX !== "hidden" && style.overflowX !== "clip") break;
        if (out > 1 && !isExplained(element)) faults.push(`text cut by its box: ${nameOf(element)}`);
        break;
      }
    }

    const isOut = (control: Element) => {
      const { left, right, top, bottom, height } = control.getBoundingClientRect();
      const isCut = height < innerHeight && (top < -1 || bottom > innerHeight + 1);
      return left < -1 || right > innerWidth + 1 || isCut;
    };

    // Controls: each is scrolled into view, and a click at its middle must hit it.
    const controls = seen(
      "button, input, textarea, a[href], [role=button], [role=slider], [role=combobox], [tabindex='0']",
    ).filter((control) => !control.matches(":disabled, [aria-disabled=true]"));
    for (const control of controls) {
      control.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
      // Chromium forgets the bar of a box that scrolls sideways, which a person scrolls to all the same.
      if (isOut(control)) control.scrollIntoView({ block: "center", behavior: "instant" });
      const { left, right, top, bottom, width, height } = control.getBoundingClientRect();
      if (isOut(control)) {
        faults.push(`out of reach: ${nameOf(control)} at ${Math.round(left)}–${Math.round(right)}`);
        continue;
      }
      if (width < 8 || height < 8) continue;
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      const isHit =
        hit !== null &&
        (control.contains(hit) ||
          hit.contains(control) ||
          hit.closest("label")?.contains(control) ||
          hit.closest(".el-select, .el-input, .el-slider, .el-switch")?.contains(control));
      if (!isHit) faults.push(`covered: ${nameOf(control)} by ${hit ? nameOf(hit) : "nothing"}`);
    }
    return [...new Set(faults)];
  });
}
