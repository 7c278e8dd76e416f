;;; doclint.el --- Check the numbers in Markdown documents  -*- lexical-binding: t; -*-

;; Load this file, then: M-x doclint

(require 'compile)

(defvar doclint-error-regexp
  "^\\(.+?\\):\\([0-9]+\\):\\([0-9]+\\): \\(?:error\\|\\(warning\\)\\|\\(info\\)\\): DL[0-9]\\{3\\} "
  "A finding: file, line, column, and what makes it a warning or advice.")

(define-compilation-mode doclint-mode "doclint"
  "The findings of doclint."
  (setq-local compilation-error-regexp-alist-alist
              (list (list 'doclint doclint-error-regexp 1 2 3 '(4 . 5))))
  (setq-local compilation-error-regexp-alist '(doclint))
  ;; doclint counts characters, not columns of the screen.
  (setq-local compilation-error-screen-columns nil))

(defun doclint (path)
  "Check PATH, a document or a folder."
  (interactive (list (or buffer-file-name default-directory)))
  (compilation-start
   (concat "doclint check --format text --color never " (shell-quote-argument (expand-file-name path)))
   #'doclint-mode))

(provide 'doclint)
