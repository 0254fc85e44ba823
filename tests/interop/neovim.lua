-- Neovim as a client: `nvim --headless -u NONE -l` is newer than some systems
-- have, so this is run with `-c 'luafile …'`. Ends with exit code 1 on failure.

local book, program = vim.env.BOOK, vim.env.CROSSTRAIN

local function fail(why)
  io.stderr:write("neovim: " .. why .. "\n")
  vim.cmd("cquit 1")
end

local function wait(what, done)
  if not vim.wait(20000, done, 20) then fail("waited in vain for " .. what) end
end

local function codes()
  local found = {}
  for _, problem in ipairs(vim.diagnostic.get(0)) do
    found[problem.code or problem.user_data.lsp.code] = problem
  end
  return found
end

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 20000)
  for _, answer in pairs(answers or {}) do
    if answer.error then fail(method .. ": " .. answer.error.message) end
    return answer.result
  end
  fail(method .. ": no answer")
end

local ok, why = pcall(function()
  vim.cmd("edit " .. book .. "/content/glossary/caching.md")
  local id = vim.lsp.start_client({ name = "crosstrain", cmd = { program, "lsp" }, root_dir = book })
  vim.lsp.buf_attach_client(0, id)
  wait("the server", function() return vim.lsp.get_client_by_id(id).initialized end)

  -- A mistake, told at the right place, and told no more once it is undone.
  local line = vim.fn.search("^category:") - 1
  vim.api.nvim_buf_set_text(0, line, 0, line, 8, { "categroy" })
  wait("the mistake", function() return codes()["field-unknown"] ~= nil end)
  local problem = codes()["field-unknown"]
  if problem.lnum ~= line or problem.col ~= 0 then fail("the mistake is told elsewhere") end
  vim.api.nvim_buf_set_text(0, line, 0, line, 8, { "category" })
  wait("no mistake", function() return codes()["field-unknown"] == nil end)

  -- Completion, hover and definition behind characters of two code units.
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { "😀 see [[ttl]] now" })
  local last = vim.api.nvim_buf_line_count(0)
  vim.api.nvim_win_set_cursor(0, { last, #"😀 see [[tt" })
  local params = vim.lsp.util.make_position_params(0, "utf-16")
  local items = ask("textDocument/completion", params).items
  if #items == 0 or items[1].textEdit.newText ~= "ttl" then fail("completion: " .. vim.inspect(items)) end
  local hover = ask("textDocument/hover", params)
  if not hover.contents.value:find("TTL", 1, true) then fail("hover: " .. vim.inspect(hover)) end
  local place = ask("textDocument/definition", params)
  if not place.uri:find("/glossary/ttl.md", 1, true) then fail("definition: " .. vim.inspect(place)) end

  -- Other words for a heading; a link to it follows.
  vim.cmd("silent edit " .. book .. "/content/modules/security-habits.md")
  vim.lsp.buf_attach_client(0, id)
  local heading = vim.fn.search("^## Why this matters$")
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { "", "See [above](#why-this-matters)." })
  vim.api.nvim_win_set_cursor(0, { heading, 4 })
  local rename = vim.lsp.util.make_position_params(0, "utf-16")
  rename.newName = "Why it counts"
  vim.lsp.util.apply_workspace_edit(ask("textDocument/rename", rename), "utf-16")
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
  if not text:find("\n## Why it counts\n", 1, true) or not text:find("(#why-it-counts)", 1, true) then
    fail("the heading was not renamed")
  end

  -- Settings and facts are checked and completed too.
  vim.cmd("silent edit " .. book .. "/book.toml")
  vim.lsp.buf_attach_client(0, id)
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { "[output.crosstrain.teams.legal]", "lable = 'Legal'" })
  wait("the mistake in the settings", function() return codes()["field-unknown"] ~= nil end)
  vim.cmd("silent edit! " .. book .. "/content/facts/email.toml")
  vim.lsp.buf_attach_client(0, id)
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { "[[fact]]", "volatility = " })
  vim.api.nvim_win_set_cursor(0, { vim.api.nvim_buf_line_count(0), #"volatility = " })
  local words = ask("textDocument/completion", vim.lsp.util.make_position_params(0, "utf-16")).items
  if #words ~= 4 or words[1].textEdit.newText:sub(1, 1) ~= '"' then fail("facts: " .. vim.inspect(words)) end

  vim.lsp.stop_client(id)
end)
if not ok then fail(tostring(why)) end
print("neovim: problems, completion, hover, definition and renames are understood\n")
vim.cmd("qall!")
