using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Divoc.Functions.Tests.Architecture;

/// <summary>
/// Which room (folder and namespace below <c>Divoc.Functions</c>) may know which: the lines below its own, never its own line or one above.
/// </summary>
public sealed class RoomsTests
{
    private const string Root = "Divoc.Functions.";

    /// <summary>From the top. docs/architecture.md shows them by <see cref="ArchitecturePageTests"/>.</summary>
    internal static readonly string[][] Lines =
    [
        ["Hosting", "Commands"],
        ["Portal"],
        ["Triggers"],
        ["Operations"],
        ["Intake", "Issuing", "Certificates", "Verification", "Status", "Events"],
        ["Formats"],
        ["Types"],
        ["Ledger", "Access"],
        ["Registry"],
        ["Rendering", "LinkedData", "Keys", "Storage", "Messaging"],
        ["Telemetry", "Sqlite"],
        ["Domain"],
    ];

    /// <summary>What is known to be wrong still: "room -> room: type -> type". An entry that is no longer true must go.</summary>
    private static readonly string[] Violations =
    [
    ];

    private static readonly ArchUnitNET.Domain.Architecture Program =
        new ArchLoader().LoadAssembly(typeof(Divoc.Functions.Domain.Caller).Assembly).Build();

    [Fact]
    public void A_room_depends_only_on_the_lines_below_its_own()
    {
        var found = Program.Types.SelectMany(ViolationsOf).Distinct().Order(StringComparer.Ordinal).ToList();

        Assert.Equal(Violations, found);
    }

    [Fact]
    public void Every_type_is_in_a_room()
    {
        var elsewhere = Program.Types.Where(
            type => type.FullName.StartsWith(Root, StringComparison.Ordinal) && RoomOf(type) is not { } room)
            .Select(type => type.FullName)
            .Where(name => !name.StartsWith(Root + "Generated", StringComparison.Ordinal));

        Assert.Empty(elsewhere);
    }

    /// <summary>
    /// What is done with certificates and failed events is the same whoever asks: over HTTP, from a command, by the clock.
    /// </summary>
    [Theory]
    [InlineData("Certificates", false)]
    [InlineData("Operations", false)]
    [InlineData("Triggers", true)]
    public void Only_the_triggers_depend_on_HTTP(string room, bool knows)
    {
        var found = from type in Program.Types
                    where RoomOf(type) == room
                    from dependency in type.Dependencies
                    where dependency.Target.FullName.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
                    select $"{NameOf(type)} -> {dependency.Target.FullName}";

        Assert.Equal(knows, found.Any());
    }

    [Theory]
    [InlineData("Domain", "Sqlite", false)]
    [InlineData("Intake", "Certificates", false)]
    [InlineData("Ledger", "Access", false)]
    [InlineData("Commands", "Hosting", true)]
    [InlineData("Hosting", "Commands", false)]
    [InlineData("Operations", "Intake", true)]
    [InlineData("Intake", "Intake", true)]
    public void The_dependency_rule_matches_the_plan(string room, string other, bool isAllowed)
    {
        Assert.Equal(isAllowed, MayKnow(room, other));
    }

    private static IEnumerable<string> ViolationsOf(IType type)
    {
        return RoomOf(type) is not { } room
            ? []
            : from dependency in type.Dependencies
              let other = RoomOf(dependency.Target)
              where other is not null && !MayKnow(room, other)
              select $"{room} -> {other}: {NameOf(type)} -> {NameOf(dependency.Target)}";
    }

    internal static bool MayKnow(string room, string other)
    {
        return room == other || (room == "Commands" && other == "Hosting") || LineOf(room) < LineOf(other);
    }

    private static int LineOf(string room) => Array.FindIndex(Lines, line => line.Contains(room));

    private static string? RoomOf(IType type)
    {
        if (!type.FullName.StartsWith(Root, StringComparison.Ordinal))
        {
            return null;
        }

        var room = type.FullName[Root.Length..].Split('.')[0];
        return LineOf(room) >= 0 ? room : null;
    }

    /// <summary>The outermost type: what the compiler nests in it counts as part of it.</summary>
    private static string NameOf(IType type) => type.FullName.Split('.')[^1].Split('+', '/')[0];
}
