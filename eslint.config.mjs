import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import vue from "eslint-plugin-vue";
import globals from "globals";
import typescript from "typescript-eslint";

// Which folder may import which: scripts/lint/imports.mjs.
export default typescript.config(
  { ignores: ["dist/", "release/", "test-results/", "playwright-report/"] },
  js.configs.recommended,
  ...typescript.configs.strict,
  ...typescript.configs.stylistic,
  ...vue.configs["flat/recommended"],
  {
    languageOptions: {
      globals: { ...globals.node },
      parserOptions: { projectService: true, extraFileExtensions: [".vue"] },
    },
    rules: {
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      eqeqeq: "error",
      "no-console": "error",
    },
  },
  {
    files: ["scripts/**", "bench/**", "src/cli/**", "**/*.test.ts", "e2e/**"],
    rules: { "no-console": "off" },
  },
  {
    files: ["renderer/**"],
    languageOptions: { globals: { ...globals.browser }, parserOptions: { parser: typescript.parser } },
    rules: {
      "vue/multi-word-component-names": "off",
    },
  },
  {
    files: ["renderer/**"],
    ignores: ["renderer/notice.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { name: "element-plus", importNames: ["ElMessage"], message: "renderer/notice.ts shows messages." },
      ],
    },
  },
  {
    files: ["src/**"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-globals": ["error", "window", "document", "navigator", "localStorage"],
    },
  },
  prettier,
);
