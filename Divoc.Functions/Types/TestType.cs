using System.Globalization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Types;

/// <summary>Results of tests. A key tells when the sample was taken (UTC), the kind of test and the disease.</summary>
public static class TestType
{
    /// <summary>The name that stands in keys and messages.</summary>
    public const string Name = "test";

    /// <summary>The version of its definition.</summary>
    public const int Version = 1;

    /// <summary>The key of a test. No text of an event has a line feed, so no two tests share a key that differ in one of the three.</summary>
    public static CertificateKey KeyOf(string programme, DateTimeOffset sampleCollected, string testType, string disease)
    {
        return new(Name, programme, string.Create(CultureInfo.InvariantCulture, $"sample:{sampleCollected.UtcDateTime:O}\n{testType}\n{disease}"));
    }

    /// <summary>The version that DIVOC calls the latest: the newest that is live and not erased.</summary>
    public static ListedCertificate? Latest(IEnumerable<ListedCertificate> versions)
    {
        return versions.Where(version => version.Key.Type == Name && version.IsLive() && !version.IsErased()).OrderBy(version => version.IssuedAt).LastOrDefault();
    }
}
