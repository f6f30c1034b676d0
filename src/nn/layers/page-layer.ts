import type { SettingField } from "../../fields/fields";
import type { z } from "../../messages/zod";

/** The initial weights of all layers are chosen in one place, below the layers. */
interface InitializerField<Key extends string> {
  readonly kind: "initializer";
  readonly key: Key;
}

/** A setting of a layer in the window's form. Its name there is the text `network.<key>Of`. */
export type LayerField<Key extends string = string> =
  | (SettingField<Key> & {
      /** Whether the short text `network.<key>` stands before it. */
      readonly named?: true;
      /** Whether it is chosen for all such layers in one place, and not in each row. */
      readonly together?: true;
    })
  | InitializerField<Key>;

/** The picture of a layer, 24 by 24 pixels. */
export type LayerDrawing<Layer> =
  /** The curve of an activation; approximations are good enough at this size. */
  | { readonly curve: (x: number) => number }
  /** Nine units, of which a share is dropped. */
  | { readonly dropped: (layer: Layer) => number }
  /** Nine units, each multiplied by a random number, which varies the more the higher the rate. */
  | { readonly scaled: (layer: Layer) => number }
  /** The path of an SVG, stroked. */
  | { readonly path: string };

/** The groups in which layers are offered, in this order; activations are one by themselves. */
export const layerGroups = ["core", "dropout", "pictures", "normalisation", "shape", "activations"] as const;
export type LayerGroup = (typeof layerGroups)[number];

/** How the window shows a kind of layer: the `page.ts` of its folder. No DOM, so that tests and lists can read it. */
export interface LayerPage<Schema extends z.ZodObject = z.ZodObject> {
  /** The settings of a new layer that have no default; `rate` is that of the network's other layers. */
  readonly fresh?: (rate: number) => Partial<z.input<Schema>>;
  readonly fields?: readonly LayerField<keyof z.output<Schema> & string>[];
  /** Where it is offered; only activations leave it out. */
  readonly group?: LayerGroup;
  /** Where it does something that its relatives do not. */
  readonly only?: "pictures" | "blockEnds";
  /** Its row leaves out the shape that it puts out, because the fields say the same. */
  readonly fieldsTellShape?: true;
  readonly drawing: LayerDrawing<z.output<Schema>>;
}

/** Declares how a kind of layer is shown; only its type is needed of the kind. */
export function layerPage<Schema extends z.ZodObject>(
  _kind: { readonly schema: Schema },
  page: LayerPage<Schema>,
): LayerPage<Schema> {
  return page;
}
