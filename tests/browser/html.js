// Is every page of the site valid HTML, as judged by html-validate?
'use strict';
const { HtmlValidate } = require('html-validate');
const fs = require('node:fs');
const path = require('node:path');

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard'],
  rules: {
    // Style, not validity.
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
    'tel-non-breaking': 'off',
    // `role=list` keeps lists without bullets lists for Safari's reader.
    'no-redundant-role': 'off',
    // Native dialogs and popovers are newer than the rule.
    'prefer-native-element': 'off',
  },
});

function pages(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? pages(file) : file.endsWith('.html') ? [file] : [];
  });
}

(async () => {
  const site = process.argv[2];
  const files = pages(site).sort();
  const wrong = [];
  for (const file of files) {
    const report = await validator.validateFile(file);
    for (const { messages } of report.results) {
      for (const { line, column, ruleId, message } of messages) wrong.push(`${path.relative(site, file)}:${line}:${column}: ${ruleId}: ${message}`);
    }
  }
  if (!files.length || wrong.length) {
    console.error(`${wrong.length} problems in ${files.length} pages\n${wrong.slice(0, 60).join('\n')}`);
    process.exit(1);
  }
  console.log(`checked ${files.length} pages`);
})();
