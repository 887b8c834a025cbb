using Divoc.Functions.Types.Recovery;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>The groups of the schema, and their certificate types.</summary>
internal static class EuGroups
{
    /// <summary>Doses of a vaccine.</summary>
    public const string Vaccination = "v";

    /// <summary>Tests.</summary>
    public const string Test = "t";

    /// <summary>Recoveries from an infection.</summary>
    public const string Recovery = "r";

    /// <summary>All groups.</summary>
    public static IReadOnlyList<string> All { get; } = [Vaccination, Test, Recovery];

    /// <summary>The name of the certificate type of a group.</summary>
    public static string TypeOf(string group) => group switch
    {
        Vaccination => VaccinationType.TypeName,
        Test => TestType.TypeName,
        _ => RecoveryType.TypeName,
    };
}
