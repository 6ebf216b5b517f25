using System.Reflection;
using System.Reflection.Emit;

namespace Downbeat.ArchitectureTests;

/// <summary>The types a type refers to: in its signatures and inside its methods.</summary>
internal static class References
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    public static HashSet<Type> Of(Type type)
    {
        var found = new HashSet<Type>();
        Add(found, type.BaseType);
        Array.ForEach(type.GetInterfaces(), one => Add(found, one));
        Array.ForEach(type.GetFields(All), field => Add(found, field.FieldType));
        foreach (MethodBase method in type.GetMembers(All).OfType<MethodBase>())
        {
            Array.ForEach(method.GetParameters(), parameter => Add(found, parameter.ParameterType));
            Add(found, (method as MethodInfo)?.ReturnType);
            AddBody(found, method);
        }

        return found;
    }

    private static void Add(HashSet<Type> found, Type? type)
    {
        if (type is null || type.IsGenericParameter)
        {
            return;
        }

        if (type.HasElementType)
        {
            Add(found, type.GetElementType());
            return;
        }

        if (type.IsGenericType)
        {
            Array.ForEach(type.GetGenericArguments(), argument => Add(found, argument));
            type = type.GetGenericTypeDefinition();
        }

        found.Add(type);
    }

    private static void AddBody(HashSet<Type> found, MethodBase method)
    {
        MethodBody? body = method.GetMethodBody();
        byte[]? code = body?.GetILAsByteArray();
        if (code is null)
        {
            return;
        }

        foreach (LocalVariableInfo local in body!.LocalVariables)
        {
            Add(found, local.LocalType);
        }

        for (int at = 0; at < code.Length;)
        {
            OpCode operation = code[at] == 0xFE ? OpCodesByValue[unchecked((short)(0xFE00 | code[at + 1]))] : OpCodesByValue[code[at]];
            at += operation.Size;
            if (operation.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                AddToken(found, method, BitConverter.ToInt32(code, at));
            }

            at += Length(operation.OperandType, code, at);
        }
    }

    private static void AddToken(HashSet<Type> found, MethodBase method, int token)
    {
        Type[] ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : [];
        Type[] ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : [];
        MemberInfo? member = method.Module.ResolveMember(token, ofType, ofMethod);
        Add(found, member as Type ?? member?.DeclaringType);
        if (member is MethodInfo { IsGenericMethod: true } generic)
        {
            Array.ForEach(generic.GetGenericArguments(), argument => Add(found, argument));
        }
    }

    private static int Length(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
