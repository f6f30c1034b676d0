import { type BrowserWindow, dialog } from "electron";
import { fill, type FailureParameters } from "../../src/messages/failure";
import { failuresEn } from "../../src/messages/failures.en";
import { failuresKo } from "../../src/messages/failures.ko";
import { updatesEn } from "../../src/messages/updates.en";
import { updatesKo } from "../../src/messages/updates.ko";
import type { Language } from "../../src/messages/language";

const texts = { en: { ...updatesEn, ...failuresEn }, ko: { ...updatesKo, ...failuresKo } };
type Text = keyof (typeof texts)["en"];

/** The dialogs about newer versions, in the window's language. */
export class Boxes {
  constructor(
    private readonly window: BrowserWindow,
    private readonly language: Language,
  ) {}

  async show(message: Text, parameters: FailureParameters, detail?: Text): Promise<void> {
    await this.open(message in failuresEn ? "error" : "info", [this.say("ok")], message, parameters, detail);
  }

  async confirm(message: Text, parameters: FailureParameters, detail: Text, yes: Text): Promise<boolean> {
    const buttons = [this.say("later"), this.say(yes)];
    return (await this.open("question", buttons, message, parameters, detail)) === 1;
  }

  private async open(
    type: "info" | "error" | "question",
    buttons: string[],
    message: Text,
    parameters: FailureParameters,
    detail: Text | undefined,
  ): Promise<number> {
    const { response } = await dialog.showMessageBox(this.window, {
      type,
      title: "Dropout Lab",
      message: this.say(message, parameters),
      ...(detail && { detail: this.say(detail, parameters) }),
      buttons,
      defaultId: buttons.length - 1,
      cancelId: 0,
      noLink: true,
    });
    return response;
  }

  private say(text: Text, parameters: FailureParameters = {}): string {
    return fill(texts[this.language][text], parameters);
  }
}
