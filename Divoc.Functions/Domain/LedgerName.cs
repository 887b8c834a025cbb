using System.Security.Cryptography;
using System.Text;

namespace Divoc.Functions.Domain;

/// <summary>Names of ledgers. They do not reveal the preEnrollmentCode.</summary>
public static class LedgerName
{
    /// <summary>The name for a preEnrollmentCode: the SHA-256 of its UTF-8 bytes, 64 lower-case hex digits.</summary>
    public static string Of(string preEnrollmentCode)
    {
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(preEnrollmentCode)));
    }
}
