import { type BrowserWindow, Menu, nativeTheme } from "electron";
import { type Command, commandNames } from "../src/contract/commands";
import type { LabVerbs } from "../src/contract/contract";
import { menuEn } from "../src/messages/menu.en";
import { menuKo } from "../src/messages/menu.ko";
import { menuTemplate, type MenuUpdates } from "./menu-template";
import type { RecentDocuments } from "./recent-documents";
import type { Updates } from "./updates/updates";
import { zoom } from "./zoom";

type MenuState = Parameters<LabVerbs["showMenu"]>[0];

const texts = { en: menuEn, ko: menuKo };

/** The window's menu. The page sets its language, the available commands and the chosen options. */
export class AppMenu {
  private state: MenuState;
  private menu = new Menu();

  constructor(
    private readonly window: BrowserWindow,
    language: MenuState["language"],
    private readonly recent: RecentDocuments,
    private readonly updates: Updates,
    private readonly page: {
      readonly choose: (command: Command) => void;
      readonly open: (path: string) => void;
    },
  ) {
    this.state = { language, able: [], on: [] };
    recent.onChange = () => this.build();
    this.build();
  }

  get language(): MenuState["language"] {
    return this.state.language;
  }

  show(state: MenuState): void {
    const isOtherLanguage = state.language !== this.state.language;
    this.state = state;
    // Replacing the whole menu would close an open one.
    if (isOtherLanguage) this.build();
    else this.apply();
  }

  private build(): void {
    const actions = {
      choose: this.page.choose,
      zoom: (direction: Parameters<typeof zoom>[1]) => zoom(this.window.webContents, direction),
      theme: nativeTheme.themeSource,
      setTheme: (theme: typeof nativeTheme.themeSource) => (nativeTheme.themeSource = theme),
      recent: this.recent.list(),
      openRecent: this.page.open,
      clearRecent: () => this.recent.clear(),
      updates: this.updates.address === null ? null : this.updateActions(this.updates),
    };
    const template = menuTemplate(texts[this.state.language], actions, process.platform === "darwin");
    this.menu = Menu.buildFromTemplate(template);
    this.apply();
    Menu.setApplicationMenu(this.menu);
  }

  private updateActions(updates: Updates): MenuUpdates {
    return {
      policy: updates.policy,
      check: () => void updates.check(this.language, true),
      allow: (policy) => {
        void updates.allow(policy, this.language);
        // The available commands have changed.
        this.build();
      },
    };
  }

  private apply(): void {
    for (const command of commandNames) {
      const item = this.menu.getMenuItemById(command);
      if (!item) continue;
      item.enabled = this.state.able.includes(command);
      if (item.type === "radio" && this.state.on.includes(command)) item.checked = true;
      if (item.type === "checkbox") item.checked = this.state.on.includes(command);
    }
  }
}
