using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Divoc.Functions.Tests.Architecture;

/// <summary>
/// Operators find log lines, and set alerts on them, by their ids: each message has one of its own, in the hundred of its room. A new
/// message gets a new id.
/// </summary>
public sealed class EventIdTests
{
    private const string Root = "Divoc.Functions.";

    /// <summary>Where the ids of a room begin. No room's hundred changes once it has one.</summary>
    private static readonly Dictionary<string, int> Hundreds = new(StringComparer.Ordinal)
    {
        ["Hosting"] = 100,
        ["Commands"] = 200,
        ["Triggers"] = 300,
        ["Portal"] = 400,
        ["Operations"] = 500,
        ["Intake"] = 600,
        ["Issuing"] = 700,
        ["Certificates"] = 800,
        ["Verification"] = 900,
        ["Status"] = 1000,
        ["Events"] = 1100,
        ["Formats"] = 1200,
        ["Types"] = 1300,
        ["Ledger"] = 1400,
        ["Access"] = 1500,
        ["Registry"] = 1600,
        ["Rendering"] = 1700,
        ["Keys"] = 1800,
        ["Storage"] = 1900,
        ["Messaging"] = 2000,
        ["Telemetry"] = 2100,
        ["Sqlite"] = 2200,
    };

    private static readonly IReadOnlyList<MethodInfo> Messages =
    [
        .. from type in typeof(Divoc.Functions.Domain.Caller).Assembly.GetTypes()
           from method in type.GetMethods(
               BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           where method.IsDefined(typeof(LoggerMessageAttribute))
           select method,
    ];

    [Fact]
    public void Each_log_message_has_a_unique_event_id()
    {
        Assert.NotEmpty(Messages);
        Assert.Empty(
            Messages.GroupBy(IdOf)
                .Where(group => group.Count() > 1)
                .Select(group => $"{group.Key}: {string.Join(", ", group.Select(NameOf))}"));
    }

    [Fact]
    public void Each_event_id_is_in_the_range_of_its_room()
    {
        Assert.Empty(
            Messages.Where(message => IdOf(message) / 100 * 100 != HundredOf(message))
                .Select(message => $"{NameOf(message)}: {IdOf(message)}"));
    }

    [Fact]
    public void No_two_rooms_share_a_range_of_event_ids()
    {
        Assert.Equal(Hundreds.Count, Hundreds.Values.Distinct().Count());
    }

    private static int IdOf(MethodInfo message) => message.GetCustomAttribute<LoggerMessageAttribute>()!.EventId;

    private static int HundredOf(MethodInfo message)
    {
        var room = message.DeclaringType!.FullName![Root.Length..].Split('.')[0];
        return Hundreds.GetValueOrDefault(room);
    }

    private static string NameOf(MethodInfo message) => $"{message.DeclaringType!.FullName}.{message.Name}";
}
