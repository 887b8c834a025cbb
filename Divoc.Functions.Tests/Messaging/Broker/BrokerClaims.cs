using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Amqp;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>What each connection has proven by the tokens that it put: a token for an entity opens all that lies below it.</summary>
internal sealed class BrokerClaims(BrokerOptions options)
{
    private readonly ConditionalWeakTable<Connection, HashSet<string>> opened = [];

    /// <summary>
    /// Takes a shared access signature. False if it is not signed with the key, ran out, or is for another entity than named.
    /// </summary>
    public bool TryAdd(Connection connection, string audience, string token)
    {
        const string scheme = "SharedAccessSignature ";
        if (!token.StartsWith(scheme, StringComparison.Ordinal))
        {
            return false;
        }

        var fields = token[scheme.Length..].Split('&')
            .Select(field => field.Split('=', 2))
            .ToDictionary(field => field[0], field => field[1]);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Key), Encoding.UTF8.GetBytes($"{fields["sr"]}\n{fields["se"]}"));
        var isSigned = Uri.UnescapeDataString(fields["sig"]) == Convert.ToBase64String(signature) && fields["skn"] == options.KeyName;
        var expires = DateTimeOffset.FromUnixTimeSeconds(long.Parse(fields["se"], CultureInfo.InvariantCulture));
        var path = PathOf(audience);
        if (!isSigned || expires < DateTimeOffset.UtcNow || !IsBelow(path, PathOf(Uri.UnescapeDataString(fields["sr"]))))
        {
            return false;
        }

        opened.GetOrCreateValue(connection).Add(path);
        return true;
    }

    public bool Allows(Connection connection, string address) =>
        opened.TryGetValue(connection, out var paths) && paths.Any(path => IsBelow(address, path));

    private static bool IsBelow(string path, string top) =>
        top.Length == 0
            || path.Equals(top, StringComparison.OrdinalIgnoreCase)
            || path.StartsWith(top + "/", StringComparison.OrdinalIgnoreCase);

    private static string PathOf(string audience) => Uri.UnescapeDataString(new Uri(audience).AbsolutePath).Trim('/');
}
