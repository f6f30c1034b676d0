import { z } from "zod";

// zod compiles its parsers with `new Function`, which the window's content security policy forbids. A schema decides this
// when it is made, so every file that makes schemas for the window takes `z` from here.
z.config({ jitless: true });

export { z };
