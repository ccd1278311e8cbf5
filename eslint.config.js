// What is checked in the scripts. Layout is prettier's business, types are tsc's.

import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["node_modules/", ".venv/", "instance/", "static/generated/"] },
  js.configs.recommended,
  {
    rules: {
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "no-control-regex": "off", // GS1 separates values by the control character \x1d
      "no-else-return": "error",
      "no-implicit-coercion": "error",
      "no-param-reassign": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "LogicalExpression[operator='&&'] > .left[property.name=/^(length|size)$/]",
          message: "A count of 0 would be drawn as 0. Write `list.length ? … : null`, or compare it.",
        },
        {
          selector:
            "LogicalExpression[operator='&&'] > ChainExpression.left[expression.property.name=/^(length|size)$/]",
          message: "A count of 0 would be drawn as 0. Write `list.length ? … : null`, or compare it.",
        },
      ],
      "no-shadow": "error",
      "no-unused-expressions": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
  { files: ["static/js/**"], ignores: ["static/js/till/worker.js"], languageOptions: { globals: globals.browser } },
  {
    files: ["static/js/till/worker.js"],
    languageOptions: { sourceType: "script", globals: { ...globals.serviceworker, SHELL: "readonly" } },
  },
  { files: ["tests/js/**", "*.js"], languageOptions: { globals: globals.node } },
];
