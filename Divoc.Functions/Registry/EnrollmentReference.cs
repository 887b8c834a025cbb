namespace Divoc.Functions.Registry;

/// <summary>Says which enrollment lists a certificate, where its artifacts can't say it or a list is built from many.</summary>
/// <param name="Enrollment">The enrollment's name.</param>
public sealed record EnrollmentReference(string Enrollment);
