using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Divoc.Functions.Tests.Architecture;

/// <summary>
/// Finds the texts that the program's code gives to parameters and properties of some names, by following the stack of each method once
/// from its top to its end: a constant, the ends of a condition, and what was put into a local variable before. What comes from elsewhere
/// is not seen.
/// </summary>
internal sealed class ArgumentLiterals
{
    private static readonly HashSet<string> Unknown = [];

    private readonly Func<MethodReference, ParameterDefinition, bool> isAsked;
    private readonly HashSet<string> found = new(StringComparer.Ordinal);

    private ArgumentLiterals(Func<MethodReference, ParameterDefinition, bool> isAsked) => this.isAsked = isAsked;

    /// <summary>The texts, each once.</summary>
    /// <param name="assembly">The program, or a part of it.</param>
    /// <param name="isAsked">Whether what a parameter of one of its methods is given is asked for.</param>
    public static IReadOnlySet<string> Find(string assembly, Func<MethodReference, ParameterDefinition, bool> isAsked)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        var finder = new ArgumentLiterals(isAsked);
        foreach (var method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            finder.Follow(method);
        }

        return finder.found;
    }

    private void Follow(MethodDefinition method)
    {
        var stack = new List<HashSet<string>>();
        var stacksAt = method.Body.ExceptionHandlers
            .Where(handler => handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter)
            .SelectMany(handler => new[] { handler.HandlerStart, handler.FilterStart }.OfType<Instruction>())
            .ToDictionary(start => start, _ => new List<HashSet<string>> { Unknown });
        var locals = new Dictionary<int, HashSet<string>>();
        foreach (var instruction in method.Body.Instructions)
        {
            if (stacksAt.TryGetValue(instruction, out var branched))
            {
                stack = Merge(stack, branched);
            }

            Step(instruction, method, stack, locals);
            foreach (var target in TargetsOf(instruction))
            {
                stacksAt[target] = stacksAt.TryGetValue(target, out var other) ? Merge([.. stack], other) : [.. stack];
            }

            if (instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw)
            {
                stack = [];
            }
        }
    }

    private void Step(
        Instruction instruction, MethodDefinition method, List<HashSet<string>> stack, Dictionary<int, HashSet<string>> locals)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Ldstr:
                stack.Add([(string)instruction.Operand]);
                return;
            case Code.Dup:
                stack.Add(stack[^1]);
                return;
            case Code.Call or Code.Callvirt or Code.Newobj:
                Call(instruction, (MethodReference)instruction.Operand, stack);
                return;
        }

        var given = Pop(stack, CountOf(instruction.OpCode.StackBehaviourPop, method));
        if (LocalOf(instruction, method) is { } local && given.Count == 1)
        {
            locals[local] = [.. locals.GetValueOrDefault(local, Unknown), .. given[0]];
            return;
        }

        var isLoad = given.Count == 0 && LocalOf(instruction, method) is not null;
        var value = isLoad ? locals.GetValueOrDefault(LocalOf(instruction, method)!.Value, Unknown) : Unknown;
        for (var count = CountOf(instruction.OpCode.StackBehaviourPush, method); count > 0; count--)
        {
            stack.Add(value);
        }
    }

    private void Call(Instruction instruction, MethodReference called, List<HashSet<string>> stack)
    {
        var arguments = Pop(stack, called.Parameters.Count);
        if (called.HasThis && instruction.OpCode.Code != Code.Newobj)
        {
            Pop(stack, 1);
        }

        // The names of parameters stand with the definition, and only those of this program are asked for.
        if (called.DeclaringType.GetElementType() is TypeDefinition && called.Resolve() is { } definition)
        {
            foreach (var parameter in definition.Parameters.Where(parameter => isAsked(definition, parameter)))
            {
                found.UnionWith(arguments[parameter.Index]);
            }
        }

        if (instruction.OpCode.Code == Code.Newobj)
        {
            stack.Add(Unknown);
        }
        else if (called.ReturnType.MetadataType != MetadataType.Void)
        {
            // A conversion keeps the text.
            stack.Add(called.Name == "op_Implicit" ? arguments[0] : Unknown);
        }
    }

    /// <summary>What can lie there where two ways meet; after an end of one way only the other counts.</summary>
    private static List<HashSet<string>> Merge(List<HashSet<string>> stack, List<HashSet<string>> branched)
    {
        return stack.Count == branched.Count ? [.. stack.Zip(branched, (one, other) => one.Union(other).ToHashSet())] : [.. branched];
    }

    /// <summary>The last values; what is missing, as after a jump that was not followed, is unknown.</summary>
    private static List<HashSet<string>> Pop(List<HashSet<string>> stack, int count)
    {
        var there = Math.Min(count, stack.Count);
        var popped = stack.GetRange(stack.Count - there, there);
        stack.RemoveRange(stack.Count - there, there);
        popped.InsertRange(0, Enumerable.Repeat(Unknown, count - there));
        return popped;
    }

    private static Instruction[] TargetsOf(Instruction instruction) => instruction.Operand switch
    {
        Instruction target => [target],
        Instruction[] targets => targets,
        _ => [],
    };

    private static int? LocalOf(Instruction instruction, MethodDefinition method) => instruction.OpCode.Code switch
    {
        Code.Ldloc_0 or Code.Stloc_0 => 0,
        Code.Ldloc_1 or Code.Stloc_1 => 1,
        Code.Ldloc_2 or Code.Stloc_2 => 2,
        Code.Ldloc_3 or Code.Stloc_3 => 3,
        Code.Ldloc or Code.Ldloc_S or Code.Stloc or Code.Stloc_S => ((VariableDefinition)instruction.Operand).Index,
        _ => null,
    };

    private static int CountOf(StackBehaviour behaviour, MethodDefinition method) => behaviour switch
    {
        StackBehaviour.Pop0 or StackBehaviour.Push0 or StackBehaviour.PopAll => 0,
        StackBehaviour.Varpop => method.ReturnType.MetadataType == MetadataType.Void ? 0 : 1,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref or StackBehaviour.Push1 or StackBehaviour.Pushi
            or StackBehaviour.Pushi8 or StackBehaviour.Pushr4 or StackBehaviour.Pushr8 or StackBehaviour.Pushref => 1,
        StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8
            or StackBehaviour.Popi_popr4 or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi
            or StackBehaviour.Push1_push1 => 2,
        _ => 3,
    };
}
