using System.Text.Json.Nodes;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Tests.Growth;

/// <summary>Makes events of recoveries, by days that lie around today.</summary>
internal static class Convalescences
{
    /// <summary>A person's convalescence, whose first positive test was some days ago and whose certificate holds now.</summary>
    public static JsonObject Event(string code, int daysAgo = 30, string disease = "COVID-19") => new()
    {
        ["preEnrollmentCode"] = code,
        ["programId"] = "recovered",
        ["recipient"] = new JsonObject
        {
            ["name"] = "Noor O'Brien",
            ["dob"] = "1987-04-21",
            ["identity"] = "did:example:Passport:N1234567",
            ["contact"] = new JsonArray("tel:5550100"),
        },
        ["convalescence"] = new JsonObject
        {
            ["disease"] = disease,
            ["firstPositive"] = Day(-daysAgo),
            ["validFrom"] = Day(11 - daysAgo),
            ["validUntil"] = Day(180 - daysAgo),
            ["laboratory"] = "Harbour Lab",
        },
        ["facility"] = new JsonObject
        {
            ["name"] = "Harbour Clinic",
            ["address"] = new JsonObject { ["district"] = "Portside", ["country"] = "UTO" },
        },
        ["meta"] = new JsonObject { ["ward"] = "4711" },
    };

    public static string Day(int fromToday) => InternetTime.FormatDate(DateOnly.FromDateTime(DateTime.UtcNow).AddDays(fromToday));
}
