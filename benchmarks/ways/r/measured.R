# Reads the columns that Python wrote, times a piece of work and prints JSON.

asked <- commandArgs(trailingOnly = TRUE)
part <- asked[1]
persons <- as.integer(asked[3])
columns <- as.integer(asked[4])
rounds <- as.integer(asked[5])

read_columns <- function(first) {
  values <- readBin(asked[2], "double", n = persons * columns)
  dim(values) <- c(persons, columns)
  covariates <- paste0("x", seq_len(columns - length(first)) - 1)
  colnames(values) <- c(first, covariates)
  as.data.frame(values)
}

# The most memory the process ever held; without Linux's count, that of R's objects.
peak_mb <- function() {
  status <- "/proc/self/status"
  if (!file.exists(status)) {
    objects <- gc()
    return(sum(objects[, ncol(objects)]))
  }
  line <- grep("^VmHWM:", readLines(status), value = TRUE)
  as.numeric(gsub("[^0-9]", "", line)) / 1024
}

measure <- function(work) {
  data_mb <- peak_mb()
  seconds <- numeric(rounds)
  for (round in seq_len(rounds)) {
    gc()
    begin <- proc.time()[["elapsed"]]
    shows <- work()
    seconds[round] <- proc.time()[["elapsed"]] - begin
  }
  cat(sprintf(
    '{"seconds": [%s], "shows": "%s", "data_mb": %.1f, "peak_mb": %.1f}\n',
    paste(sprintf("%.4f", seconds), collapse = ", "), shows, data_mb, peak_mb()
  ))
}
