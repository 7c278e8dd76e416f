" doclint for :make. Save as ~/.vim/compiler/doclint.vim, then in a document: :compiler doclint, :make, :copen
if exists("current_compiler")
  finish
endif
let current_compiler = "doclint"

CompilerSet makeprg=doclint\ check\ --format\ text\ --color\ never\ %:p:S
" doclint counts characters and %c would count bytes: %v is right after × and é, too far left after wide ones.
CompilerSet errorformat=%f:%l:%v:\ %t%*[a-z]:\ %m
CompilerSet errorformat+=%-Gdoclint:\ %.%#
