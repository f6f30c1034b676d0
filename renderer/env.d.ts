import type { LabBridge } from "../src/contract/contract";
import type { Messages } from "./locales/en";

declare global {
  interface Window {
    /** The preload script puts it there; a page in a browser has none. */
    readonly lab: LabBridge;
  }
}

declare module "vue-i18n" {
  // Makes `t` know the keys.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  export interface DefineLocaleMessage extends Messages {}
}
