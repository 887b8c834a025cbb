using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Divoc.Functions.Tests.Registry;

/// <summary>
/// Reads from compiled code which method calls which. Lambdas and the states of async methods count as the method that they stand in.
/// </summary>
internal static class CallsInCode
{
    private const BindingFlags Any =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>Every call in an assembly, with the outermost type and the method that it stands in.</summary>
    public static IReadOnlyList<(Type Caller, string Method, MethodBase Called)> Of(Assembly assembly)
    {
        return [.. from type in assembly.GetTypes()
                   from method in type.GetMethods(Any).Cast<MethodBase>().Concat(type.GetConstructors(Any))
                   from called in CallsOf(method)
                   select (OutermostOf(type), NameOf(type, method), called)];
    }

    private static Type OutermostOf(Type type) =>
        type.DeclaringType is { } outer && type.IsDefined(typeof(CompilerGeneratedAttribute)) ? OutermostOf(outer) : type;

    /// <summary>The compiler keeps the name of the method within angle brackets.</summary>
    private static string NameOf(Type type, MethodBase method)
    {
        var isOfType = !method.Name.StartsWith('<') && type.Name.StartsWith('<') && !type.Name.StartsWith("<>", StringComparison.Ordinal);
        var name = isOfType ? type.Name : method.Name;
        return name.StartsWith('<') ? name[1..name.IndexOf('>', StringComparison.Ordinal)] : name;
    }

    private static IEnumerable<MethodBase> CallsOf(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? (short)(0xFE00 | code[at + 1]) : code[at];
            var opCode = OpCodesByValue[value];
            at += opCode.Size;
            if (opCode.OperandType == OperandType.InlineMethod && Resolve(method, BitConverter.ToInt32(code, at)) is { } called)
            {
                yield return called;
            }

            at += opCode.OperandType == OperandType.InlineSwitch ? 4 + (4 * BitConverter.ToInt32(code, at)) : SizeOf(opCode.OperandType);
        }
    }

    private static MethodBase? Resolve(MethodBase method, int token)
    {
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        return method.Module.ResolveMethod(token, typeArguments, method.IsGenericMethod ? method.GetGenericArguments() : null);
    }

    private static int SizeOf(OperandType type) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
