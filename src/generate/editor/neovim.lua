-- Read by Neovim where `:set exrc` is on; or put these lines into your own init.lua.
vim.lsp.config('crosstrain', {
  cmd = { 'crosstrain', 'lsp' },
  filetypes = { 'markdown', 'toml' },
  root_markers = { 'book.toml' },
})
vim.lsp.enable('crosstrain')
