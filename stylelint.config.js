// What is checked in the style sheets. Layout is prettier's business.

export default {
  extends: "stylelint-config-standard",
  rules: {
    // Colours are named once, in tokens.css, for the light and the dark theme.
    "color-no-hex": true,
    // Rules that belong together stand together, without empty lines between them.
    "at-rule-empty-line-before": null,
    "comment-empty-line-before": null,
    "custom-property-empty-line-before": null,
    "rule-empty-line-before": null,
    // Rules are ordered by what they draw.
    "no-descending-specificity": null,
    // Tablets of some years ago: Safari needs -webkit-user-select, and none of them knows (width <= 800px).
    "media-feature-range-notation": "prefix",
    "property-no-vendor-prefix": null,
  },
  overrides: [{ files: ["static/css/tokens.css", "static/css/site/colours.css"], rules: { "color-no-hex": null } }],
};
