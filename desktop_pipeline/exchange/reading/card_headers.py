"""What the columns are called into which cards of contacts are put: names that the alias tables know, where they do."""

PEOPLE = (
    *("Full name", "Company", "Department", "Job title", "Email", "Other email", "Phone", "Other phone", "Fax"),
    *("Postal address", "Web page", "Birthday", "Categories", "Note"),
)
COMPANIES = ("Organisation name", "Email", "Phone", "Website", "Address", "Note")
