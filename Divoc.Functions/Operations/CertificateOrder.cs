using System.Security.Cryptography.X509Certificates;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Operations;

/// <summary>The content of a certificate of a signing key, or of a request for one.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Types">The names of the certificate types that it will sign; none for all.</param>
/// <param name="Days">The validity in days; null in a request, because the signer of the certificate decides.</param>
public sealed record CertificateOrder(X500DistinguishedName Subject, IReadOnlyList<string> Types, int? Days)
{
    /// <summary>The longest validity of a self-signed certificate.</summary>
    public const int MostDays = 3650;

    /// <summary>The maximum of types in an order.</summary>
    public const int MostTypes = 20;

    /// <summary>
    /// Reads the body of a call: an object with <c>subject</c>, optionally <c>for</c>, and for a self-signed certificate <c>days</c>.
    /// </summary>
    /// <param name="body">
    /// The body as it was received; of a larger one, <see cref="ChangeOrderReader.BodyBytes"/> and one byte are enough.
    /// </param>
    /// <param name="isSelfSigned">Whether <c>days</c> is known and required.</param>
    /// <param name="types">The types that keys sign.</param>
    /// <param name="faults">All errors; empty if the order can be carried out.</param>
    /// <returns>The order; null if there are errors.</returns>
    public static CertificateOrder? Read(
        ReadOnlyMemory<byte> body, bool isSelfSigned, IReadOnlyList<string> types, out IReadOnlyList<Fault> faults)
    {
        var order = OrderMembers.Read(body, ChangeOrderReader.Bounds, out faults, members => Read(members, isSelfSigned, types));
        return faults.Count == 0 ? order : null;
    }

    private static CertificateOrder Read(JsonNodeReader body, bool isSelfSigned, IReadOnlyList<string> types)
    {
        if (isSelfSigned)
        {
            body.RefuseOthers("subject", "for", "days");
        }
        else
        {
            body.RefuseOthers("subject", "for");
        }

        var text = body.Find("subject")?.OrNull?.TextOrNull() ?? "";
        var subject = KeyCertificateContent.TryReadSubject(text);
        if (subject is null)
        {
            body.NoteMember(
                "subject",
                text.Length == 0 ? FaultCodes.Required : FaultCodes.Format,
                $"subject is required: an X.500 name of at most {KeyCertificateContent.LongestSubject} characters, such as CN=Signer, "
                + "O=Ministry of Health, C=XX.");
        }

        return new CertificateOrder(subject ?? new X500DistinguishedName(""), ReadTypes(body, types), isSelfSigned ? ReadDays(body) : null);
    }

    private static List<string> ReadTypes(JsonNodeReader body, IReadOnlyList<string> types)
    {
        var read = new List<string>();
        foreach (var item in body.Find("for")?.OrNull?.Items(MostTypes) ?? [])
        {
            var name = item.Text();
            if (name is not null && !types.Contains(name, StringComparer.Ordinal))
            {
                item.Problem(FaultCodes.Enum, $"must be one of {string.Join(", ", types)}.");
            }

            read.Add(name ?? "");
        }

        return read;
    }

    private static int ReadDays(JsonNodeReader body)
    {
        if (body.Find("days")?.OrNull is { } node)
        {
            return node.Number(1, MostDays) ?? 0;
        }

        body.NoteMember(
            "days",
            FaultCodes.Required,
            $"days is required: the number of days for which the certificate is valid, 1 to {MostDays}.");
        return 0;
    }
}
