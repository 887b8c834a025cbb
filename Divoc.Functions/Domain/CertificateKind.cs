namespace Divoc.Functions.Domain;

/// <summary>What a certificate is about. <c>/v1</c> and <c>/v3</c> vaccinations are one kind.</summary>
public enum CertificateKind
{
    /// <summary>A dose of a vaccine.</summary>
    Vaccination,

    /// <summary>A test result.</summary>
    Test,
}
