#!/bin/sh
# Comments on a pull request by reviewdog, which leaves out findings in lines that the change does not touch.
set -eu
doclint check --format rdjsonl --exit-zero "${@:-.}" |
  reviewdog -f=rdjsonl -name=doclint -reporter="${REVIEWDOG_REPORTER:-local}" -diff="${REVIEWDOG_DIFF:-git diff HEAD}"
