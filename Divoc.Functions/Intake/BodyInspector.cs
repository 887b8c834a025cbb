using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>
/// Checks every part of a body, known or not, for what is always refused: duplicate and invalid member names, invalid texts, too many
/// levels. Knows the place of the reader.
/// </summary>
internal sealed class BodyInspector(JsonProblems faults)
{
    /// <summary>The place of the reader's current value.</summary>
    public JsonPointer Pointer { get; } = new();

    /// <summary>The name of the last member that was entered.</summary>
    public string Entered { get; private set; } = "";

    /// <summary>
    /// Reads a member's name and goes to its value. False if the name can't be used: then the value is skipped, because it has no pointer.
    /// A repeated name is not read as a field.
    /// </summary>
    public bool TryEnterMember(ref Utf8JsonReader reader, FieldNode? group, HashSet<string> names, out FieldNode? child)
    {
        child = null;
        var start = reader.TokenStartIndex;
        if (TextInspection.ProblemOf(reader.ValueSpan) is { } code)
        {
            Add(start, code, TextInspection.Explain(code, "A member name"));
            reader.Read();
            reader.Skip();
            return false;
        }

        child = FindChild(ref reader, group);
        var name = child?.Field.Name ?? reader.GetString()!;
        Entered = name;
        Pointer.Push(name);
        if (!names.Add(name))
        {
            child = null;
            Add(start, FaultCodes.DuplicateMember, "The object has more than one member with this name: send only one of them.");
        }

        return reader.Read();
    }

    private static FieldNode? FindChild(ref Utf8JsonReader reader, FieldNode? group)
    {
        // No name of the table is this long, even if all of it is escaped.
        Span<char> name = stackalloc char[256];
        return group is null || reader.ValueSpan.Length > name.Length ? null : group.Find(name[..reader.CopyString(name)]);
    }

    /// <summary>Checks a value that is not read for what is refused everywhere.</summary>
    /// <param name="reader">Is at the value's first token; afterwards at its last.</param>
    /// <param name="levels">The maximum of nested arrays and objects, counted from the top of the document.</param>
    public void Inspect(ref Utf8JsonReader reader, int levels)
    {
        var isContainer = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        if (isContainer && reader.CurrentDepth >= levels)
        {
            Add(
                reader.TokenStartIndex,
                FaultCodes.TooDeep,
                "The value is nested too deeply: use fewer levels. Its content was not checked.");
            reader.Skip();
            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                InspectMembers(ref reader, levels, reserved: []);
                break;
            case JsonTokenType.StartArray:
                InspectItems(ref reader, levels);
                break;
            case JsonTokenType.String:
                InspectText(ref reader);
                break;
        }
    }

    /// <summary>Inspects an object from its first token to its last.</summary>
    /// <param name="reader">Is at the object's first token; afterwards at its last.</param>
    /// <param name="levels">As for <see cref="Inspect"/>.</param>
    /// <param name="reserved">Names that no member of the object itself may have.</param>
    public void InspectMembers(ref Utf8JsonReader reader, int levels, string[] reserved)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var start = reader.TokenStartIndex;
            if (!TryEnterMember(ref reader, group: null, names, out _))
            {
                continue;
            }

            if (Array.Exists(reserved, names.Contains))
            {
                reserved = AddReserved(start, names, reserved);
            }

            Inspect(ref reader, levels);
            Pointer.Pop();
        }
    }

    /// <summary>Notes a reserved member, once; returns the names that are still to be found.</summary>
    private string[] AddReserved(long position, HashSet<string> names, string[] reserved)
    {
        Add(position, FaultCodes.ReservedMember, "Only the service itself writes this member: leave it out.");
        return Array.FindAll(reserved, name => !names.Contains(name));
    }

    private void InspectItems(ref Utf8JsonReader reader, int levels)
    {
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            Pointer.Push(index);
            Inspect(ref reader, levels);
            Pointer.Pop();
        }
    }

    /// <summary>Whether the current string may be read; if not, a problem is noted.</summary>
    public bool InspectText(ref Utf8JsonReader reader)
    {
        if (TextInspection.ProblemOf(reader.ValueSpan) is not { } code)
        {
            return true;
        }

        Add(reader.TokenStartIndex, code, TextInspection.Explain(code, "The text"));
        return false;
    }

    /// <summary>Notes that the value has another type than required, and skips it.</summary>
    public void AddWrongType(ref Utf8JsonReader reader, string path, string wanted)
    {
        faults.Add(reader.TokenStartIndex, Schema.WrongType(Pointer.ToString(), path, wanted));
        reader.Skip();
    }

    /// <summary>Notes a problem of the current value.</summary>
    public void Add(long position, string code, string detail)
    {
        if (faults.HasRoom())
        {
            faults.Add(position, new Fault(Pointer.ToString(), code, detail));
        }
    }
}
