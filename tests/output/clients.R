# Prints variables of a file as ncdf4 or hdf5r reads them, one a line: name, TAB, values with TABs.
given <- commandArgs(TRUE)
path <- given[2]
names <- given[-(1:2)]

say <- function(name, found) {
  values <- as.vector(found)
  if (!is.character(values)) values <- format(as.numeric(values), digits = 17, trim = TRUE)
  cat(paste(c(name, values), collapse = "\t"), "\n", sep = "")
}

if (given[1] == "ncdf4") {
  library(ncdf4)
  file <- nc_open(path)
  for (name in names) {
    stored <- if (name %in% names(file$var)) file$var[[name]] else NULL
    empty <- if (is.null(stored)) file$dim[[name]]$len == 0 else any(stored$varsize == 0)
    say(name, if (empty) numeric(0) else ncvar_get(file, name, raw_datavals = TRUE))
  }
  nc_close(file)
} else {
  suppressPackageStartupMessages(library(hdf5r))
  file <- H5File$new(path, mode = "r")
  for (name in names) {
    stored <- file[[name]]
    # hdf5r cannot take texts from a variable without any, whoever wrote it
    empty <- any(stored$dims == 0)
    say(name, if (empty) numeric(0) else stored$read())
  }
  file$close_all()
}
