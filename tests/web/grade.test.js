'use strict';
// node --test tests/web/
const test = require('node:test');
const assert = require('node:assert');
const { grade } = require('../../themes/default/assets/js/grade.js');

for (const { name, key, response, expect } of require('../vectors/grade.json')) {
  test(name, () => {
    const got = grade(key, response);
    assert.ok(Math.abs(got.score - expect.score) < 1e-9, `score ${got.score}`);
    assert.deepStrictEqual({ right: got.right, marks: got.marks, hint: got.hint },
      { right: expect.right, marks: expect.marks, hint: expect.hint });
  });
}
