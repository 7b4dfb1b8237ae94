"""Names of columns that are rates, and names that are not, as in real tables."""

from __future__ import annotations

import pytest

from icslookup.bulk.rebase.rates import rate_word


@pytest.mark.parametrize(
    "column",
    [
        "rate", "Rate", "Crude rate", "Rate per 100,000", "rate_per_100k", "ratePer1000", "DSR", "dsr_per_100000",
        "Directly standardised rate - per 100,000", "Prevalence (%)", "%", "% of patients", "pct_female", "PercentAged65",
        "Percentage", "Percent", "Percentile", "per cent", "Proportion", "prop", "Mean", "mean_age", "Average list size", "AVERAGE_AGE",
        "Avg wait", "Median", "Median wait (weeks)", "Ratio", "SMR", "SHMI", "standardised mortality ratio", "Share",
        "share_of_total", "IMD score", "IMD 2019 - Score", "Index", "Incidence", "per head", "Spend per head", "cost per person", "per capita",
        "Items per 1,000 patients", "admissions_per_1000", "births per thousand", "deaths per million", "GPs per 10,000 population",
        "Appointments per 100 patients", "Occupancy rate", "vacancyRate", "Uptake %", "Coverage (%)", "QOF prevalence", "percent_achieved",
        "PERCENT_ACHIEVED", "Attainment_Percentage", "Life expectancy", "LE at birth: life expectancy", "Standard deviation", "odds_ratio",
        "Average_length_of_stay", "indirectly standardised ratio - per 100", "weighted_mean", "Density (people per km2)", "population density",
        "Lower CI 95.0 limit", "Upper CI 99.8 limit", "LCI", "95% CI lower", "lower_cl", "Coefficient of variation", "std_dev",
    ],
)  # fmt: skip
def test_names_of_rates(column: str) -> None:
    assert rate_word(column)


@pytest.mark.parametrize(
    "column",
    [
        "count", "Count", "v", "value", "Value", "homes", "patients", "Patients", "population", "Population aged 65+", "residents",
        "Numerator", "Denominator", "rate_numerator", "Denominator of the rate", "Number of appointments", "APPOINTMENTS", "COUNT_OF_APPOINTMENTS",
        "NUMBER_OF_PATIENTS", "Deaths", "births", "Admissions", "Total", "Items", "ITEMS", "Actual cost", "NIC", "Quantity", "ADQ_USAGE", "beds",
        "FTE", "Headcount", "Registrations", "Referrals received", "Total within 18 weeks", "Total waiting", "Incomplete pathways", "Attendances",
        "Emergency admissions via A&E", "LIST_SIZE", "Males", "Females", "AllAges", "SEX_MALE_65_74", "Number of GP practices", "Households",
        "Separated", "generated", "operations", "corporate", "migrated patients", "Strategic", "integrated care", "Accurate", "means-tested claimants",
        "property", "properties sold", "proposals", "Index offences", "Ratione", "scored", "meaningful contacts", "per_practice_total", "operated",
        "Persons", "Observed deaths", "Expected deaths", "Appointments per month", "Spend per year", "people per household total",
    ],
)  # fmt: skip
def test_names_of_counts(column: str) -> None:
    assert rate_word(column) is None
