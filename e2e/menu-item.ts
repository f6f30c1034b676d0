import type { ElectronApplication } from "@playwright/test";

/** Chooses an item of the real menu, as a click on it does. */
export const chooseItem = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, name) => Menu.getApplicationMenu()!.getMenuItemById(name)!.click(), id);
