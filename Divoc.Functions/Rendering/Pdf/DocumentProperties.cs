namespace Divoc.Functions.Rendering.Pdf;

/// <summary>The metadata of a PDF.</summary>
/// <param name="Title">Title.</param>
/// <param name="Author">The issuer.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Language">Language of the page, BCP 47.</param>
/// <param name="Created">Creation and modification time.</param>
public sealed record DocumentProperties(string Title, string Author, string Subject, string Language, DateTimeOffset Created)
{
    /// <summary>The name of the program that made the page.</summary>
    public const string Creator = "Divoc.Functions";

    /// <summary>The metadata of a page, the same with every writer.</summary>
    public static DocumentProperties Of(CertificatePage page)
    {
        return new DocumentProperties(page.Title, page.Issuer, $"Certificate {page.CertificateId}".TrimEnd(), page.Language, page.Issued);
    }
}
