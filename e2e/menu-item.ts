import type { ElectronApplication } from "@playwright/test";

/** Chooses an item of the real menu, as a click on it does. */
export const chooseItem = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, name) => Menu.getApplicationMenu()!.getMenuItemById(name)!.click(), id);

/** The labels of the menu that holds an item, separators left out. */
export const labelsBeside = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, name) => {
    const menus = Menu.getApplicationMenu()!.items.flatMap(({ submenu }) => submenu ?? []);
    const menu = menus.find(({ items }) => items.some((item) => item.id === name))!;
    return menu.items.filter(({ type }) => type !== "separator").map(({ label }) => label);
  }, id);
