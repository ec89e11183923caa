// Before anything is painted, so that no page flashes in other colours than the person has chosen.
document.documentElement.dataset.theme = /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1];
