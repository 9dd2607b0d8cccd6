package com.holdwall.example.reference;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What the source of one class says: comments, and which fields a method sets. */
final class SourceFile {

  private static final List<String> MODULES =
      List.of("holdwall-runbook-api", "holdwall-probes", "holdwall-resilience");

  private static final Map<Class<?>, SourceFile> READ = new ConcurrentHashMap<>();

  private final Map<String, Comment> comments = new LinkedHashMap<>();
  private final Map<String, MethodTree> methods = new LinkedHashMap<>();
  private final Set<String> fields = new LinkedHashSet<>();

  private SourceFile() {}

  /** The source of a class; read once. */
  static SourceFile of(Class<?> type) {
    return READ.computeIfAbsent(type, SourceFile::read);
  }

  private static SourceFile read(Class<?> type) {
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(path(type)));
      DocTrees docs = DocTrees.instance(task);
      SourceFile source = new SourceFile();
      for (CompilationUnitTree unit : task.parse()) {
        source.read(unit, docs, type.getSimpleName());
      }
      return source;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path path(Class<?> type) {
    Class<?> top = type;
    while (top.getEnclosingClass() != null) {
      top = top.getEnclosingClass();
    }
    String name = top.getName().replace('.', '/') + ".java";
    return MODULES.stream()
        .map(module -> Path.of("../../" + module + "/src/main/java/" + name))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no source of " + type));
  }

  private void read(CompilationUnitTree unit, DocTrees docs, String name) {
    new TreePathScanner<Void, Void>() {
      @Override
      public Void visitClass(ClassTree tree, Void unused) {
        if (tree.getSimpleName().contentEquals(name)) {
          members(tree, getCurrentPath(), docs);
        }
        return super.visitClass(tree, null);
      }
    }.scan(unit, null);
  }

  private void members(ClassTree type, TreePath at, DocTrees docs) {
    comments.put("", Comment.of(docs.getDocCommentTree(at)));
    type.getMembers()
        .forEach(
            member -> {
              Comment comment = Comment.of(docs.getDocCommentTree(new TreePath(at, member)));
              if (member instanceof MethodTree method) {
                comments.put(key(method), comment);
                methods.put(key(method), method);
              } else if (member instanceof VariableTree field) {
                comments.put(field.getName().toString(), comment);
                fields.add(field.getName().toString());
              }
            });
  }

  /** Overloads differ in their parameters' names: enough for one class. */
  private static String key(MethodTree method) {
    return key(
        method.getName().toString(),
        method.getParameters().stream().map(each -> each.getName().toString()));
  }

  private static String key(String name, Stream<String> parameters) {
    return name + parameters.toList();
  }

  /** The comment of the class. */
  Comment comment() {
    return comments.getOrDefault("", Comment.NONE);
  }

  /** The comment of a field, such as a constant of an enum. */
  Comment comment(String field) {
    return comments.getOrDefault(field, Comment.NONE);
  }

  /** The comment of a method. */
  Comment comment(String method, Stream<String> parameters) {
    return comments.getOrDefault(key(method, parameters), Comment.NONE);
  }

  /** Where in the class a method stands. */
  int place(String method, Stream<String> parameters) {
    return List.copyOf(methods.keySet()).indexOf(key(method, parameters));
  }

  /** Which fields a method sets or adds to, itself or through a method of the same class. */
  List<String> sets(String method, Stream<String> parameters) {
    Set<String> found = new LinkedHashSet<>();
    MethodTree tree = methods.get(key(method, parameters));
    if (tree != null) {
      collect(tree, found, new LinkedHashSet<>());
    }
    return new ArrayList<>(found);
  }

  private void collect(MethodTree method, Set<String> found, Set<MethodTree> seen) {
    if (!seen.add(method)) {
      return;
    }
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitAssignment(AssignmentTree tree, Void unused) {
        field(tree.getVariable(), found);
        return super.visitAssignment(tree, null);
      }

      @Override
      public Void visitMethodInvocation(MethodInvocationTree tree, Void unused) {
        ExpressionTree select = tree.getMethodSelect();
        if (select instanceof MemberSelectTree member) {
          if (Set.of("add", "addAll", "consumer", "producer")
              .contains(member.getIdentifier().toString())) {
            field(member.getExpression(), found);
          }
        } else if (select instanceof IdentifierTree own) {
          methods.values().stream()
              .filter(each -> each.getName().equals(own.getName()))
              .filter(each -> each.getParameters().size() == tree.getArguments().size())
              .filter(each -> each.getReturnType() != null && !each.equals(method))
              .forEach(each -> collect(each, found, seen));
        }
        return super.visitMethodInvocation(tree, null);
      }
    }.scan(method.getBody(), null);
  }

  private void field(ExpressionTree variable, Set<String> found) {
    if (variable instanceof IdentifierTree name && fields.contains(name.getName().toString())) {
      found.add(name.getName().toString());
    }
  }
}
