# Propensity, one-to-one nearest neighbours with a caliper and balance by MatchIt.

source("measured.R")
suppressPackageStartupMessages(library(MatchIt))

people <- read_columns("pilot")
people$pilot <- as.integer(people$pilot)
model <- reformulate(setdiff(names(people), "pilot"), "pilot")

nearest <- function() {
  match <- matchit(
    model, data = people, method = "nearest", distance = "glm",
    link = "linear.logit", caliper = 0.2
  )
  balance <- summary(match, un = FALSE)$sum.matched
  differences <- balance[rownames(balance) != "distance", "Std. Mean Diff."]
  sprintf(
    "%d pairs, largest |SMD| %.4f",
    sum(match$weights[people$pilot == 1] > 0), max(abs(differences))
  )
}

measure(switch(part, nearest = nearest))
