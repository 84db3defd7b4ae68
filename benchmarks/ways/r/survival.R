# Kaplan-Meier, log-rank test and Cox model (Efron's ties) by R's survival.

source("measured.R")
suppressPackageStartupMessages(library(survival))

people <- read_columns(c("days", "event", "pilot"))
covariates <- setdiff(names(people), c("days", "event", "pilot"))
model <- reformulate(covariates, quote(Surv(days, event)))

curve <- function() {
  survfit(Surv(days, event) ~ 1, data = people)
  ""
}

log_rank <- function() {
  sprintf("chi2 %.4f", survdiff(Surv(days, event) ~ pilot, data = people)$chisq)
}

cox <- function() {
  fit <- coxph(model, data = people, ties = "efron")
  sprintf("first coefficient %.6f", coef(fit)[[1]])
}

all_three <- function() {
  curve()
  log_rank()
  cox()
  ""
}

measure(switch(
  part, curve = curve, log_rank = log_rank, cox = cox, all_three = all_three
))
